import type { Knex } from 'knex';

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly is_required: boolean;
  readonly is_primary: boolean;
  readonly is_unique: boolean;
  /** The primary key is this column and no other. */
  readonly is_whole_key: boolean;
}

interface Reference {
  readonly table: string;
  readonly column: string;
  readonly target: string;
  readonly is_required: boolean;
  readonly is_unique: boolean;
}

interface Guard {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/** Tables of the shop itself: those of the migrations' own book-keeping and of the job queue are other people's. */
const OURS = `c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname not like 'knex\\_migrations%'`;

/** Names sort by their bytes in every PostgreSQL. */
const COLUMNS = `
  select c.relname as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as is_required,
    exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any (i.indkey)) as is_primary,
    exists (select from pg_index i where i.indrelid = c.oid and i.indisunique and not i.indisprimary and i.indpred is null
      and i.indnkeyatts = 1 and i.indkey[0] = a.attnum) as is_unique,
    exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and i.indnkeyatts = 1 and i.indkey[0] = a.attnum) as is_whole_key
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where ${OURS}
  order by c.relname, a.attnum`;

const REFERENCES = `
  select c.relname as "table", a.attname as "column", t.relname as target, a.attnotnull as is_required,
    exists (select from pg_index i where i.indrelid = c.oid and i.indisunique and i.indpred is null
      and i.indnkeyatts = 1 and i.indkey[0] = a.attnum) as is_unique
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class t on t.oid = k.confrelid
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
  where k.contype = 'f' and ${OURS}
  order by c.relname, a.attnum, k.conname`;

const GUARDS = `
  select c.relname as "table", k.conname as name, pg_get_constraintdef(k.oid, true) as definition
  from pg_constraint k join pg_class c on c.oid = k.conrelid
  where k.contype in ('c', 'u', 'x') and ${OURS}
  union all
  select c.relname, x.relname, regexp_replace(pg_get_indexdef(i.indexrelid, 0, true), '^.* USING \\w+ ', 'UNIQUE ')
  from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
  where i.indisunique and not i.indisprimary and not exists (select from pg_constraint k where k.conindid = i.indexrelid) and ${OURS}
  order by 1, 2`;

const SHORT: readonly (readonly [RegExp, string])[] = [
  [/^timestamp with time zone$/, 'timestamptz'],
  [/^character varying/, 'varchar'],
  [/^character/, 'char'],
];
const typeWord = (type: string): string =>
  SHORT.reduce((word, [long, short]) => word.replace(long, short), type).replace(/[^\w()[\]-]+/g, '_');

/** What such a column holds, by its name, where no foreign key says it. */
const KNOWN_BY: Readonly<Record<string, string>> = { customer: 'accounts', actor: 'accounts' };

function tableMeantBy(column: string, tables: ReadonlySet<string>): string | undefined {
  const thing = /^(\w+)_id$/.exec(column)?.[1];
  if (thing === undefined) return undefined;
  const meant = KNOWN_BY[thing] ?? [`${thing}s`, thing.replace(/y$/, 'ies')].find((name) => tables.has(name));
  return meant !== undefined && tables.has(meant) ? meant : undefined;
}

/** One to many: a crow's foot where the key is, a bar where it leads; a circle wherever there may be nothing. */
const line = ({ table, column, target, is_required, is_unique }: Reference, stroke: '--' | '..'): string =>
  `  ${target} ${is_required ? '||' : '|o'}${stroke}${is_unique ? 'o|' : 'o{'} ${table} : "${column}"`;

/** As somebody would write it: without the casts and line breaks that PostgreSQL adds. */
const readable = (definition: string): string =>
  definition
    .replace(/\s+/g, ' ')
    .replace(/::(text|bigint)\b(\[\])?/g, '')
    .replace(/= ANY \(ARRAY\[([^\]]*)\]\)/g, 'IN ($1)');

const block = (kind: string, lines: readonly string[]): string => ['```mermaid', kind, ...lines, '```'].join('\n');

/** The migrated database as it is, not as somebody remembers it. */
export async function schemaPage(knex: Knex): Promise<string> {
  const rowsOf = async <Row>(sql: string): Promise<readonly Row[]> => (await knex.raw<{ rows: Row[] }>(sql)).rows;
  const columns = await rowsOf<Column>(COLUMNS);
  const references = await rowsOf<Reference>(REFERENCES);
  const guards = await rowsOf<Guard>(GUARDS);

  const tables = new Set(columns.map(({ table }) => table));
  const isReference = new Set(references.map(({ table, column }) => `${table}.${column}`));
  const known = columns.flatMap(({ table, name, is_required, is_unique, is_whole_key }): Reference[] => {
    const target = isReference.has(`${table}.${name}`) ? undefined : tableMeantBy(name, tables);
    return target === undefined || target === table ? [] : [{ table, column: name, target, is_required, is_unique: is_unique || is_whole_key }];
  });
  const lines = [...references.map((reference) => line(reference, '--')), ...known.map((reference) => line(reference, '..'))];

  const attribute = ({ table, name, type, is_required, is_primary, is_unique }: Column): string => {
    const keys = [
      ...(is_primary ? ['PK'] : []),
      ...(isReference.has(`${table}.${name}`) ? ['FK'] : []),
      ...(is_unique && !is_primary ? ['UK'] : []),
    ];
    return `    ${typeWord(type)} ${name}${keys.length > 0 ? ` ${keys.join(', ')}` : ''}${is_required ? '' : ' "or null"'}`;
  };
  const entities = [...tables].flatMap((table) => [
    `  ${table} {`,
    ...columns.filter((column) => column.table === table).map(attribute),
    '  }',
  ]);
  const refusals = [...tables].flatMap((table) => {
    const own = guards.filter((guard) => guard.table === table);
    return own.length === 0 ? [] : [`**${table}**`, '', ...own.map(({ name, definition }) => `- \`${name}\`: \`${readable(definition)}\``), ''];
  });

  return [
    '# The database',
    '',
    '<!-- Written by `npm run docs` from a freshly migrated database: change the migrations, not this page. -->',
    '',
    `${tables.size} tables. A solid line is a foreign key. A dotted one is an id that is kept without one: the other side may change or go, and what was written down stays`,
    '(an order outlives the address, the cart and the product it came from), or another part of the shop owns it. The tables of the job queue have a schema of their own,',
    '`graphile_worker`, and are not shown.',
    '',
    '## How the tables hang together',
    '',
    block('erDiagram', lines),
    '',
    '## Tables and columns',
    '',
    block('erDiagram', entities),
    '',
    '## What the database itself refuses',
    '',
    'Beside keys and `not null`: the last line of defence for rules that the code keeps first.',
    '',
    ...refusals,
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}
