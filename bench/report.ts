import type { Measured } from './load.js';

export interface Line extends Measured {
  readonly what: string;
  readonly key: string;
  readonly connections: number;
  /** Milliseconds of CPU a request (a purchase: three). */
  readonly serverCpu: number;
  readonly postgresCpu: number;
  readonly statements: number | null;
  readonly memoryMb: number | null;
}

export interface Goal {
  readonly what: string;
  readonly is: number;
  readonly goal: number;
  readonly unit: string;
  readonly smallerIsBetter?: boolean;
}

/** What a run found, as it is kept in docs/bench.json. */
export interface Found {
  readonly at: string;
  readonly machine: string;
  readonly node: string;
  readonly products: number;
  readonly seconds: number;
  readonly lines: readonly Line[];
  readonly goals: readonly Goal[];
  readonly facts: readonly string[];
  /** Each scenario at 32 connections as a share of its yardstick of the same run: these outlast the machine. */
  readonly ratios: Readonly<Record<string, number>>;
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const number = (value: number): string => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

const isMet = ({ is, goal, smallerIsBetter }: Goal): boolean => (smallerIsBetter ? is <= goal : is >= goal);

/** A ratio that fell by more than runs differ by themselves. */
const WORSE = 0.85;

/** What got worse since the last report, by ratio to the yardsticks of its own run; empty when nothing did. */
export function worsened(before: Found | null, now: Found): readonly string[] {
  return Object.entries(now.ratios).flatMap(([key, ratio]) => {
    const then = before?.ratios[key];
    return then !== undefined && ratio < then * WORSE
      ? [`${key}: ${number(ratio)} of its yardstick, ${number(then)} in the report before`]
      : [];
  });
}

export function markdown(found: Found, before: Found | null): string {
  const at32 = found.lines.filter(({ connections }) => connections === 32);
  const widths = [...new Set(found.lines.map(({ connections }) => connections))].sort((left, right) => left - right);
  const worse = worsened(before, found);
  return [
    `# Bench, ${found.at}`,
    '',
    `One process (API and jobs), ${found.products} products, ${found.seconds} s each, ${found.machine}, Node ${found.node}, embedded PostgreSQL with durable commits; the load generator runs on the same machine and takes its share of it. \`npm run bench -- --write\` makes this page, bench.json and bench.svg.`,
    '',
    '![throughput at 32 connections](bench.svg)',
    '',
    '## Goals',
    '',
    table(
      ['what', 'measured', 'goal', ''],
      found.goals.map((goal) => [
        goal.what,
        `${number(goal.is)} ${goal.unit}`.trim(),
        `${goal.smallerIsBetter ? '≤' : '≥'} ${number(goal.goal)} ${goal.unit}`.trim(),
        isMet(goal) ? 'met' : '**not met**',
      ]),
    ),
    '',
    '## At 32 connections',
    '',
    table(
      ['what', 'per second', 'p50 ms', 'p95 ms', 'p99 ms', 'server CPU ms', 'PostgreSQL CPU ms', 'statements', 'memory MB', 'failures'],
      at32.map((line) => [
        line.what,
        number(line.perSecond),
        number(line.p50),
        number(line.p95),
        number(line.p99),
        line.serverCpu.toFixed(3),
        line.postgresCpu.toFixed(3),
        line.statements === null ? '' : line.statements.toFixed(1),
        line.memoryMb === null ? '' : line.memoryMb.toFixed(0),
        String(line.failures),
      ]),
    ),
    '',
    '## By connections',
    '',
    'Per second, and in brackets the 99th percentile in milliseconds.',
    '',
    table(
      ['what', ...widths.map(String)],
      [...new Set(found.lines.map(({ what }) => what))].map((what) => [
        what,
        ...widths.map((width) => {
          const line = found.lines.find((candidate) => candidate.what === what && candidate.connections === width);
          return line ? `${number(line.perSecond)} (${number(line.p99)})` : '';
        }),
      ]),
    ),
    '',
    ...found.facts.map((fact) => `- ${fact}`),
    '',
    '## Against the report before',
    '',
    before === null
      ? 'There is none that can be compared.'
      : worse.length === 0
        ? `No ratio to a yardstick fell by more than ${((1 - WORSE) * 100).toFixed(0)} % since ${before.at}.`
        : worse.map((line) => `- ${line}`).join('\n'),
    '',
  ].join('\n');
}

const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign);

/** A bar for each scenario at 32 connections, on a scale by tens (a purchase and a list are two orders apart). */
export function chart(found: Found): string {
  const lines = found.lines.filter(({ connections }) => connections === 32);
  const width = 900;
  const left = 300;
  const top = 40;
  const row = 26;
  const height = top + lines.length * row + 30;
  const least = 10;
  const most = Math.max(...lines.map(({ perSecond }) => perSecond), 100);
  const tens = Math.ceil(Math.log10(most));
  const x = (value: number): number => left + ((width - left - 90) * Math.log10(Math.max(value, least) / least)) / (tens - 1);
  const grid = Array.from({ length: tens }, (_, power) => 10 ** (power + 1));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="12" y="22" font-weight="600">Answers a second at 32 connections (each step to the right is ten times as many)</text>`,
    ...grid.map(
      (value) =>
        `<line x1="${x(value)}" y1="${top - 6}" x2="${x(value)}" y2="${height - 24}" stroke="#ddd"/><text x="${x(value)}" y="${height - 8}" text-anchor="middle" fill="#666">${value.toLocaleString('en')}</text>`,
    ),
    ...lines.map(({ what, key, perSecond }, index) => {
      const y = top + index * row;
      const fill = key.startsWith('bare') || key === 'floor' ? '#9aa5b1' : '#2b6cb0';
      return `<text x="${left - 8}" y="${y + 15}" text-anchor="end">${escaped(what)}</text><rect x="${left}" y="${y + 3}" width="${Math.max(1, x(perSecond) - left).toFixed(1)}" height="16" fill="${fill}"/><text x="${(x(perSecond) + 6).toFixed(1)}" y="${y + 15}">${number(perSecond)}</text>`;
    }),
    '</svg>',
    '',
  ].join('\n');
}
