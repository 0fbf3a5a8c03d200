import { createHash } from 'node:crypto';
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

/**
 * Answers with JSON that anyone may keep as long as they ask whether it is still so: a strong tag, and 304 for who has it already.
 * @param version stands in front of the tag when what is answered may be changed under `If-Match`.
 */
export function answerPublic(ctx: Context, value: unknown, version?: number): void {
  const text = JSON.stringify(value);
  const hash = createHash('sha1').update(text).digest('base64url');
  ctx.status = 200;
  ctx.set('Cache-Control', 'public, max-age=0, must-revalidate');
  ctx.set('ETag', version === undefined ? `"${hash}"` : `"${version}-${hash}"`);
  ctx.type = 'application/json';
  if (ctx.fresh) ctx.status = 304;
  else ctx.body = text;
}
