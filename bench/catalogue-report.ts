import type { Goal, Line } from './report.js';

/** A line of a size; cold: no question was asked twice. */
export interface SizedLine extends Line {
  readonly products: number;
  readonly cold: boolean;
}

export interface CatalogueFound {
  readonly at: string;
  readonly machine: string;
  readonly node: string;
  readonly seconds: number;
  readonly lines: readonly SizedLine[];
  readonly facts: readonly string[];
}

/** 95th percentile in milliseconds at 100,000 products; twice that at a million. */
const P95_GOALS: Readonly<Record<string, number>> = { filter: 50, search: 80, facets: 100, suggest: 20 };
const LARGE = 100_000;
const FLAT = 1.3;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const number = (value: number): string => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
const howAsked = ({ cold }: SizedLine): string => (cold ? 'never twice' : 'again and again');

/** What issue 5 promises, as far as those sizes were measured. */
export function goalsOf(lines: readonly SizedLine[]): readonly Goal[] {
  const found = (key: string, products: number, cold: boolean): SizedLine | undefined =>
    lines.find((line) => line.key === key && line.products === products && line.cold === cold);
  const flat = ['list', 'detail'].flatMap((key) =>
    [true, false].flatMap((cold) => {
      const small = found(key, 2_000, cold);
      const large = found(key, LARGE, cold);
      if (!small || !large) return [];
      const cost = ({ serverCpu, postgresCpu }: SizedLine): number => serverCpu + postgresCpu;
      const what = `${key}, ${howAsked(large)}: 100,000 against 2,000`;
      return [
        { what: `${what}, p95`, is: large.p95 / small.p95, goal: FLAT, unit: '×', smallerIsBetter: true },
        { what: `${what}, CPU`, is: cost(large) / cost(small), goal: FLAT, unit: '×', smallerIsBetter: true },
      ];
    }),
  );
  const quick = lines
    .filter(({ products }) => products >= LARGE)
    .flatMap((line) => {
      const goal = P95_GOALS[line.key];
      if (goal === undefined) return [];
      const what = `${line.what}, ${howAsked(line)}, ${line.products.toLocaleString('en')} products, ${line.connections} connections, p95`;
      return [{ what, is: line.p95, goal: line.products > LARGE ? 2 * goal : goal, unit: 'ms', smallerIsBetter: true }];
    });
  return [...flat, ...quick];
}

export function catalogueMarkdown(found: CatalogueFound): string {
  const sizes = [...new Set(found.lines.map(({ products }) => products))];
  return [
    `# The catalogue by size, ${found.at}`,
    '',
    `One process (API and jobs), products with two variants each made by \`npm run bench:generate\`, ${found.seconds} s a line, ${found.machine}, Node ${found.node}, embedded PostgreSQL as the shop starts it (128 MB of shared buffers); the load generator runs on the same machine and takes its share of it. \`npm run bench:catalogue -- --sizes=2000,100000 --write\` makes this page and bench-catalogue.json.`,
    '',
    '"Again and again" are forty questions that everybody asks: after the second time they are answered from kept bytes. "Never twice" are questions that differ from all before them, so that nothing kept helps: a page behind a product drawn by lot, a price band that nobody asked for, words drawn from titles (two common ones, a rare one, both, one mistyped), what stands in the field key by key. The real world is in between.',
    '',
    '## Goals',
    '',
    table(
      ['what', 'measured', 'goal', ''],
      goalsOf(found.lines).map(({ what, is, goal, unit }) => [
        what,
        `${number(is)} ${unit}`,
        `≤ ${number(goal)} ${unit}`,
        is <= goal ? 'met' : '**not met**',
      ]),
    ),
    '',
    ...sizes.flatMap((size) => {
      const lines = found.lines.filter(({ products }) => products === size);
      return [
        `## ${size.toLocaleString('en')} products, ${lines[0]?.connections ?? 0} connections`,
        '',
        table(
          ['what', 'asked', 'per second', 'p50 ms', 'p95 ms', 'p99 ms', 'server CPU ms', 'PostgreSQL CPU ms', 'statements', 'failures'],
          lines.map((line) => [
            line.what,
            howAsked(line),
            number(line.perSecond),
            number(line.p50),
            number(line.p95),
            number(line.p99),
            line.serverCpu.toFixed(3),
            line.postgresCpu.toFixed(3),
            line.statements === null ? '' : line.statements.toFixed(2),
            String(line.failures),
          ]),
        ),
        '',
      ];
    }),
    ...found.facts.map((fact) => `- ${fact}`),
    '',
  ].join('\n');
}
