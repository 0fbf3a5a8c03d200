import type { Context } from 'koa';

const TAG = /(?:W\/)?"([^"]*)"/g;
const VERSION = /^(\d{1,9})(?:-|$)/;

/** The tag of something that only its version tells apart. */
export const versionTag = (version: number): string => `"${version}"`;

/**
 * The versions that `If-Match` names: of each tag the part before the `-`, because the rest changes with every sale and would refuse
 * whoever edits. Undefined when there is no condition, or when anything will do (`*`).
 */
export function ifMatchOf(ctx: Context): readonly number[] | undefined {
  const header = ctx.get('If-Match').trim();
  if (header === '' || header === '*') return undefined;
  return [...header.matchAll(TAG)].flatMap(([, tag = '']) => {
    const version = VERSION.exec(tag)?.[1];
    return version === undefined ? [] : [Number(version)];
  });
}
