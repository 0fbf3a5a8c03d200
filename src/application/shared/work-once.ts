import { AnsweredBefore, IdempotencyInProgress } from './errors.js';
import type { RequestClaim, RequestFate, RequestLog } from './ports/request-log.js';

/**
 * Does keyed work once, inside the unit of work that holds `requests`: claims first, works, keeps what came of it. A claim that was
 * worked for before is answered with what came of it then.
 * @throws AnsweredBefore @throws IdempotencyKeyReused @throws IdempotencyInProgress
 */
export async function workOnce<Result>(
  requests: RequestLog,
  claim: RequestClaim,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly fate: RequestFate }> {
  const known = await requests.claim(claim, null);
  if (known.state === 'running') throw new IdempotencyInProgress();
  if (known.state === 'answered') {
    if (known.reply !== null) throw new AnsweredBefore(known.reply);
    return { result: known.output as Result, fate: 'replayed' };
  }
  const result = await work();
  await requests.keepOutput(claim, result);
  return { result, fate: 'done' };
}
