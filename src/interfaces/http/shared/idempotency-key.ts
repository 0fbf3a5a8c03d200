import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Context } from 'koa';
import type { RequestClaim } from '../../../application/shared/ports/request-log.js';
import type { Caller } from './caller.js';
import type { ReadBody } from './read-body.js';
import { BadIdempotencyKey } from './request-errors.js';

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;

/**
 * The request's `Idempotency-Key` as a claim of its caller (draft-ietf-httpapi-idempotency-key-header). Whoever is nobody in
 * particular is told apart by address. @throws BadIdempotencyKey
 */
export async function claimOf(ctx: Context, caller: Caller | undefined, request: ReadBody): Promise<RequestClaim | undefined> {
  const header = ctx.req.headers['idempotency-key'];
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !VISIBLE_ASCII.test(header)) throw new BadIdempotencyKey();
  return { caller: caller?.accountId ?? `anyone:${ctx.ip}`, key: header, fingerprint: await fingerprintOf(ctx, request) };
}

/** All that tells one request from another: what it asks for, of which version, with which words and which files. */
async function fingerprintOf(ctx: Context, { body, files }: ReadBody): Promise<string> {
  const hash = createHash('sha256');
  hash.update(`${ctx.method} ${ctx.path}?${ctx.querystring}\n${ctx.get('If-Match')}\n${JSON.stringify(body)}`);
  for (const [name, given] of Object.entries(files)) {
    for (const { path, bytes } of given) {
      hash.update(`\n${name} ${bytes}\n`);
      await pipeline(createReadStream(path), hash, { end: false });
    }
  }
  return hash.digest('hex');
}
