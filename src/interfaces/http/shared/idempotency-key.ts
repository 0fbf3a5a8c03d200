import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import type { RequestClaim } from '../../../application/shared/ports/request-log.js';
import type { Caller } from './caller.js';
import { BadIdempotencyKey } from './request-errors.js';

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;

/** The request's `Idempotency-Key` as a claim of its caller (draft-ietf-httpapi-idempotency-key-header). @throws BadIdempotencyKey */
export function claimOf(ctx: Context, caller: Caller | undefined, body: unknown): RequestClaim | undefined {
  const header = ctx.req.headers['idempotency-key'];
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !VISIBLE_ASCII.test(header)) throw new BadIdempotencyKey();
  const fingerprint = createHash('sha256')
    .update(`${ctx.method} ${ctx.path}\n${JSON.stringify(body)}`)
    .digest('hex');
  return { caller: caller?.accountId ?? `anyone:${ctx.ip}`, key: header, fingerprint };
}
