/**
 * While an upgrade runs, old processes work on the new schema: so a migration may add at any time, and may take away or tighten only
 * what no process of the release before uses any more, and must not lock a table that is sold from. What looks like breaking this needs
 * a comment in the migration that names it and says why it is none:
 *
 *     // contract(orders.note): nobody reads or writes it since 0.4.0
 *     // locks(orders_by_day): the table holds a row for each day
 *
 * `node scripts/check-migrations.mjs [folder]`
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run.mjs';

/** Those up to this one are of the first release: there is nobody that they could have disturbed. */
const FIRST_RELEASE = '20260101001000';

const NAME = '(?:if (?:not )?exists )?(?:only )?"?(\\w+)"?';
const contract = (what, why) => ({ marker: 'contract', what, why });
const locks = (what, why) => ({ marker: 'locks', what, why });

/** What one statement does to a table that was there before. */
function deedsOf(statement, created) {
  const deeds = [];
  const [, dropped] = new RegExp(`^drop (?:table|view|materialized view) ${NAME}`).exec(statement) ?? [];
  if (dropped) deeds.push(contract(dropped, 'takes a table away'));

  const [, indexed] = /^create (?:unique )?index (?!concurrently).*? on (?:only )?"?(\w+)"?/.exec(statement) ?? [];
  const [, index] = new RegExp(`^create (?:unique )?index ${NAME}`).exec(statement) ?? [];
  if (indexed && !created.has(indexed))
    deeds.push(
      locks(
        index,
        `builds an index on ${indexed} and blocks writers meanwhile: create index concurrently, in a migration with "config = { transaction: false }"`,
      ),
    );

  const [, table] = new RegExp(`^alter table ${NAME}`).exec(statement) ?? [];
  if (!table || created.has(table)) return deeds;
  for (const action of actionsOf(statement)) {
    const [, column] = new RegExp(`^drop (?:column )?(?!constraint|expression)${NAME}`).exec(action) ?? [];
    if (column) deeds.push(contract(`${table}.${column}`, 'takes a column away'));
    const [, old] = /^rename (?:column )?"?(\w+)"? to /.exec(action) ?? [];
    if (/^rename to /.test(action)) deeds.push(contract(table, 'renames a table'));
    else if (old && !action.startsWith('rename constraint')) deeds.push(contract(`${table}.${old}`, 'renames a column'));
    const [, changed] = /^alter (?:column )?"?(\w+)"? (?:set data )?type /.exec(action) ?? [];
    if (changed) deeds.push(contract(`${table}.${changed}`, 'changes the type of a column'));
    const [, tightened] = /^alter (?:column )?"?(\w+)"? set not null/.exec(action) ?? [];
    if (tightened) deeds.push(contract(`${table}.${tightened}`, 'refuses null, which older processes may still write'));
    const [, added] = new RegExp(`^add (?:column )?(?!constraint|check|foreign|primary|unique)${NAME}`).exec(action) ?? [];
    if (added && /\bnot null\b/.test(action) && !/\bdefault\b|\bgenerated\b/.test(action))
      deeds.push(contract(`${table}.${added}`, 'adds a column that older processes do not fill, without a default'));
    const [, constraint] = /^add constraint "?(\w+)"? (?:check|foreign key)/.exec(action) ?? [];
    if (constraint && !/not valid/.test(action))
      deeds.push(
        locks(constraint, 'looks at every row while nobody may write: add it "not valid", and validate it in a migration of its own'),
      );
  }
  return deeds;
}

/** The parts of an `alter table` that commas divide, outside of brackets and quotes. */
function actionsOf(statement) {
  const body = statement.replace(new RegExp(`^alter table ${NAME} `), '');
  const parts = [''];
  let depth = 0;
  let isQuoted = false;
  for (const letter of body) {
    if (letter === "'") isQuoted = !isQuoted;
    if (!isQuoted && letter === '(') depth += 1;
    if (!isQuoted && letter === ')') depth -= 1;
    if (letter === ',' && depth === 0 && !isQuoted) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim());
}

/** The SQL of a migration's way up, statement by statement, in one form: bodies of functions and comments are left out. */
function statementsOf(source) {
  const way = /export (?:async function|const) up\b([\s\S]*?)(?=\nexport |$)/.exec(source)?.[1] ?? '';
  const sql = [...way.matchAll(/`([\s\S]*?)`|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/g)].map(
    ([, long, single, double]) => long ?? single ?? double ?? '',
  );
  return sql
    .flatMap((text) =>
      text
        .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
        .replace(/--[^\n]*/g, '')
        .split(';'),
    )
    .map((statement) => statement.replace(/\s+/g, ' ').trim().toLowerCase())
    .filter((statement) => statement !== '');
}

/** What only SQL can be judged by: the builder says the same in too many ways. */
const BUILDER = /\.(alterTable|table|dropTable|dropTableIfExists|renameTable|dropColumns?|renameColumn|dropNullable)\(/;

function faultsOf(file, source) {
  const faults = [];
  const [, up = ''] = /export (?:async function|const) up\b([\s\S]*?)(?=\nexport |$)/.exec(source) ?? [];
  const [built] = BUILDER.exec(up) ?? [];
  if (built) faults.push(`${file}: write ${built}…) as SQL, so that it can be judged`);
  const statements = statementsOf(source);
  const created = new Set(statements.flatMap((statement) => new RegExp(`^create (?:unlogged )?table ${NAME}`).exec(statement)?.[1] ?? []));
  const said = new Map(
    [...source.matchAll(/\b(contract|locks)\(([\w.]+)\): ?(.*)/g)].map(([, marker, what, reason]) => [`${marker}(${what})`, reason]),
  );
  for (const { marker, what, why } of statements.flatMap((statement) => deedsOf(statement, created))) {
    const reason = said.get(`${marker}(${what})`);
    if (reason === undefined) faults.push(`${file}: ${what}: ${why}. If it is harmless, say so: // ${marker}(${what}): …`);
    else if (marker === 'contract' && !/\d+\.\d+/.test(reason))
      faults.push(`${file}: ${marker}(${what}) has to name the release since which nobody uses it`);
  }
  return faults;
}

const folder = process.argv[2] ?? join(ROOT, 'migrations');
const files = readdirSync(folder).filter((file) => /^\d{14}_\w+\.ts$/.test(file) && file.slice(0, FIRST_RELEASE.length) > FIRST_RELEASE);
const faults = files.flatMap((file) => faultsOf(file, readFileSync(join(folder, file), 'utf8')));
for (const fault of faults) console.error(fault);
if (files.length === 0) console.error('There was nothing to look at.');
process.exitCode = faults.length > 0 || files.length === 0 ? 1 : 0;
