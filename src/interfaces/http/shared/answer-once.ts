import type { Context } from 'koa';
import { AnsweredBefore } from '../../../application/shared/errors.js';
import type { RequestClaim, RequestFate } from '../../../application/shared/ports/request-log.js';

/** Remembers what a keyed request was answered. */
export type KeepReply = (claim: RequestClaim, reply: string) => Promise<void>;

/** What a client needs of an answer beside its body. No cookie is ever kept. */
const KEPT_HEADERS = ['Location', 'ETag', 'Retry-After'] as const;
const REPLAYED = 'Idempotent-Replayed';

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; null: none. */
  readonly body: unknown;
}

/**
 * Answers a request that carries an `Idempotency-Key`. The effect and its output are written in one transaction, by the use case; what
 * is made of the output is kept before it is sent, so that whoever repeats the request gets it to the letter. Should the process end
 * between the two, the next request with the key has it made of the output again. A refusal is never kept here.
 */
export async function answerOnce(
  ctx: Context,
  claim: RequestClaim,
  handle: (claim: RequestClaim) => Promise<void> | void,
  keepReply: KeepReply,
): Promise<void> {
  let fate: RequestFate | undefined;
  try {
    await handle({ ...claim, told: (heard) => (fate = heard) });
    if (fate === 'done') await keepReply(claim, JSON.stringify(replyOf(ctx)));
  } catch (error) {
    if (!(error instanceof AnsweredBefore)) throw error;
    fate = 'replayed';
    answer(ctx, JSON.parse(error.reply) as Reply);
  } finally {
    if (fate === 'replayed') ctx.set(REPLAYED, 'true');
  }
}

function replyOf(ctx: Context): Reply {
  const headers = KEPT_HEADERS.map((name) => [name, ctx.response.get(name)] as const).filter(([, value]) => value !== '');
  return { status: ctx.status, headers: Object.fromEntries(headers), body: ctx.body ?? null };
}

function answer(ctx: Context, { status, headers, body }: Reply): void {
  ctx.status = status;
  ctx.set(headers);
  if (body !== null) ctx.body = body;
}
