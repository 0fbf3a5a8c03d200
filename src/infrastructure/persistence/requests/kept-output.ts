import { Money } from '../../../domain/shared/money.js';

const DATE = '$date';
const MONEY = '$money';

/** Plain data as JSON, with the two kinds of objects that answers are made of. @throws TypeError for anything else, which would come back as something else */
export function writeOutput(output: unknown): string {
  return JSON.stringify(packed(output) ?? null);
}

/** What {@link writeOutput} wrote, once the JSON has been read. */
export function readOutput(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readOutput);
  if (typeof value !== 'object' || value === null) return value;
  const { [DATE]: date, [MONEY]: money } = value as Record<string, unknown>;
  if (typeof date === 'string') return new Date(date);
  if (Array.isArray(money)) return Money.of(money[0] as number, money[1] as string);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, readOutput(inner)]));
}

function packed(value: unknown): unknown {
  if (value instanceof Date) return { [DATE]: value.toISOString() };
  if (value instanceof Money) return { [MONEY]: [value.minor, value.currency] };
  if (Array.isArray(value)) return value.map(packed);
  if (typeof value !== 'object' || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError(`An answer that is kept cannot hold a ${value.constructor.name}`);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, packed(inner)]));
}
