import type { Check } from './money-checks.js';
import { isSurvived, type Strike } from './play-faults.js';
import type { RaceResult } from './play-races.js';

const table = (heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(1)} s`;

export const strikeTable = (strikes: readonly Strike[]): string =>
  table(
    ['broken', 'requests', 'refused or lost meanwhile', 'at other times', 'slowest answer', 'back after', 'survived'],
    strikes.map((seen) =>
      seen.skipped === undefined
        ? [
            seen.fault,
            seen.asked,
            seen.excused,
            seen.unexcused.length,
            seconds(seen.slowestMs),
            seconds(seen.backAfterMs),
            isSurvived(seen) ? 'yes' : '**no**',
          ]
        : [seen.fault, '–', '–', '–', '–', '–', `not played: ${seen.skipped}`],
    ),
  );

export const checkTable = (checks: readonly Check[]): string =>
  table(
    ['what has to hold', 'broken'],
    checks.map(({ what, broken }) => [what, broken]),
  );

export const raceTable = (races: readonly RaceResult[]): string =>
  table(
    ['race', 'rounds', 'won'],
    races.map(({ race, rounds, won }) => [race, rounds, won]),
  );

/** How many were told what: `12 × 201, 3 × 402`. */
export function toldOf(told: readonly { readonly status: number }[]): string {
  const statuses = [...new Set(told.map(({ status }) => status))].sort();
  return statuses.map((status) => `${told.filter((each) => each.status === status).length} × ${status}`).join(', ');
}
