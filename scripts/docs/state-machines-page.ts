import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { docComment } from './doc-comment.js';

interface Machine {
  readonly title: string;
  readonly words: string;
  readonly mayBecome: Readonly<Record<string, readonly string[]>>;
}

const TABLE = /^(?:([A-Z_]+)_)?MAY_BECOME$/;
const inWords = (name: string): string => {
  const words = name.toLowerCase().replace(/[-_]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Every transition table of the domain is found by its name, so that a new one cannot be forgotten here. */
async function machinesIn(domain: string): Promise<readonly Machine[]> {
  const files = readdirSync(domain, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('-state.ts'));
  const found: Machine[] = [];
  for (const file of files.sort()) {
    const source = ts.createSourceFile(file, readFileSync(join(domain, file), 'utf8'), ts.ScriptTarget.Latest, true);
    const tables = source.statements
      .filter(ts.isVariableStatement)
      .flatMap((statement) => statement.declarationList.declarations.map((declared) => ({ statement, name: declared.name.getText() })))
      .filter(({ name }) => TABLE.test(name));
    if (tables.length === 0) continue;
    const module = (await import(pathToFileURL(join(domain, file)).href)) as Record<string, Machine['mayBecome'] | undefined>;
    for (const { statement, name } of tables) {
      const mayBecome = module[name];
      if (!mayBecome) throw new Error(`${file.split(sep).join('/')} does not export ${name}`);
      const title = inWords(TABLE.exec(name)?.[1] ?? basename(file, '-state.ts'));
      found.push({ title, words: docComment(statement), mayBecome });
    }
  }
  return found.sort((left, right) => left.title.localeCompare(right.title, 'en'));
}

function diagram({ mayBecome }: Machine): string {
  const states = Object.entries(mayBecome);
  const [first] = states;
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...(first ? [`  [*] --> ${first[0]}`] : []),
    ...states.flatMap(([from, next]) => next.map((to) => `  ${from} --> ${to}`)),
    ...states.filter(([, next]) => next.length === 0).map(([last]) => `  ${last} --> [*]`),
    '```',
  ].join('\n');
}

/** The transition tables that the domain itself decides by, drawn. */
export async function stateMachinesPage(domain: string): Promise<string> {
  const machines = await machinesIn(domain);
  if (machines.length === 0) throw new Error(`There is no transition table in ${domain}`);
  return [
    '# State machines',
    '',
    '<!-- Written by `npm run docs` from the transition tables in src/domain: change those, not this page. -->',
    '',
    'What is not drawn cannot happen: it is refused with 409 `<resource>.illegal_transition` and changes nothing.',
    '',
    ...machines.flatMap((machine) => [`## ${machine.title}`, '', ...(machine.words ? [machine.words, ''] : []), diagram(machine), '']),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}
