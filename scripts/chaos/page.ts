import { existsSync, readFileSync } from 'node:fs';

const HEADS = { faults: 'Faults', long: 'The long run', races: 'Races' } as const;
type Part = keyof typeof HEADS;
const PARTS = Object.keys(HEADS) as Part[];

const INTRODUCTION = `# Chaos

What the shop went through, and what it looked like afterwards. Run it yourself: \`npm run chaos\` (every fault under a mixed load, then
pairs of them), \`npm run chaos -- --races\`, \`npm run chaos -- --long\`; \`--seed\` repeats a run, \`--write\` keeps its part of this page.
"Broken" counts rows, pieces or answers that are not as they must be.`;

const begin = (part: Part): string => `<!-- ${part} -->`;

/** The page as it was, with one part written anew. */
export function keepPage(path: string, part: Part, text: string): string {
  const old = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const partOf = (name: Part): string | undefined => old.split(begin(name))[1];
  const bodies = PARTS.map((name) => [name, name === part ? `\n\n${text}\n\n` : partOf(name)] as const);
  const written = bodies.flatMap(([name, body]) =>
    body === undefined ? [] : [`## ${HEADS[name]}\n\n${begin(name)}${body}${begin(name)}`],
  );
  return `${[INTRODUCTION, ...written].join('\n\n')}\n`;
}
