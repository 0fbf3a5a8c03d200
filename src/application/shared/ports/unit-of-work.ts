import type { RequestClaim } from './request-log.js';

/**
 * One business transaction: everything `work` does through `scope` happens, or none of it does.
 * `work` may run more than once (a concurrent writer won), so it must touch nothing but the scope:
 * no payment, e-mail or HTTP call inside.
 */
export interface UnitOfWork<Scope> {
  /**
   * @param claim makes it happen once for whoever asks with the same key: the claim and the result are written with the work, and
   * whoever comes later is given that result without any work. Nothing is kept of work that fails.
   * @throws AnsweredBefore when the whole reply is known already.
   * @throws IdempotencyKeyReused @throws IdempotencyInProgress
   */
  run<Result>(work: (scope: Scope) => Promise<Result>, claim?: RequestClaim): Promise<Result>;
}
