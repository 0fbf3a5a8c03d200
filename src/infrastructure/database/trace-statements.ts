import pg from 'pg';
import type { Tracer } from '../../application/shared/ports/tracer.js';

type Query = (...args: unknown[]) => unknown;

let traced: Tracer | undefined;

/** A prepared statement's name, else its first word: never the text, which may hold values, and never the values. */
const nameOf = (asked: unknown): string => {
  const { name, text } = (typeof asked === 'string' ? { text: asked } : (asked ?? {})) as { name?: string; text?: string };
  return name ?? (/^\s*(\w+)/.exec(text ?? '')?.[1] ?? 'statement').toLowerCase();
};

/** From now on every statement that belongs to something that is traced is a span of it. */
export function traceStatements(tracer: Tracer): void {
  const isFirst = traced === undefined;
  traced = tracer;
  if (!isFirst) return;
  const { prototype } = pg.Client as unknown as { prototype: { query: Query } };
  const { query } = prototype;
  prototype.query = function (this: unknown, ...args: unknown[]): unknown {
    const ask = (): unknown => query.apply(this, args);
    const watching = traced;
    if (watching?.traceId() === undefined || typeof (args[0] as { submit?: unknown } | undefined)?.submit === 'function') return ask();
    const told = args.at(-1);
    const facts = { 'db.system.name': 'postgresql' };
    const name = nameOf(args[0]);
    if (typeof told !== 'function') return watching.span(name, 'client', facts, () => ask() as Promise<unknown>);
    const callback = told as (error: unknown, result: unknown) => void;
    void watching
      .span(name, 'client', facts, () => {
        return new Promise((resolve, reject) => {
          query.call(this, ...args.slice(0, -1), (error: Error | null, result: unknown) => (error ? reject(error) : resolve(result)));
        });
      })
      .then(
        (result) => callback(null, result),
        (error: unknown) => callback(error, undefined),
      );
    return undefined;
  };
}
