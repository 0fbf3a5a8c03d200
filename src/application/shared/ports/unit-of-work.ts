/**
 * One business transaction: everything `work` does through `scope` happens, or none of it does.
 * `work` may run more than once (a concurrent writer won), so it must touch nothing but the scope:
 * no payment, e-mail or HTTP call inside.
 */
export interface UnitOfWork<Scope> {
  run<Result>(work: (scope: Scope) => Promise<Result>): Promise<Result>;
}
