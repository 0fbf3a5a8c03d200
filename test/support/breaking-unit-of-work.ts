import type { RequestClaim } from '../../src/application/shared/ports/request-log.js';
import type { UnitOfWork } from '../../src/application/shared/ports/unit-of-work.js';
import type { KnexUnitOfWork, Repositories } from '../../src/infrastructure/persistence/shared/knex-unit-of-work.js';

type Step = `${keyof Repositories}.${string}` | 'commit';

/** A unit of work that breaks where a test says: behind a repository's step, whose statements were sent, or right before the commit. */
export class BreakingUnitOfWork implements UnitOfWork<Repositories> {
  #plan: { readonly step: Step; call: number; readonly error: Error } | undefined;

  constructor(private readonly real: KnexUnitOfWork) {}

  /** @param call 1 breaks the first time that the step is taken from now on, 2 the second, and only then. */
  breakAt(step: Step, call = 1, error = new Error('power cut')): void {
    this.#plan = { step, call, error };
  }

  /** Whether the break is still to come. */
  get isWhole(): boolean {
    return this.#plan !== undefined;
  }

  run<Result>(work: (scope: Repositories) => Promise<Result>, claim?: RequestClaim): Promise<Result> {
    return this.real.run(async (scope) => {
      const names = Object.keys(scope) as (keyof Repositories)[];
      const watched = Object.fromEntries(names.map((name) => [name, this.#watched(name, scope[name])]));
      const result = await work(watched as unknown as Repositories);
      this.#passed('commit');
      return result;
    }, claim);
  }

  #watched(name: keyof Repositories, repository: object): object {
    return new Proxy(repository, {
      get: (target, property) => {
        const member: unknown = Reflect.get(target, property, target);
        if (typeof member !== 'function') return member;
        return async (...given: unknown[]) => {
          const result: unknown = await (member as (...all: unknown[]) => unknown).apply(target, given);
          this.#passed(`${name}.${String(property)}`);
          return result;
        };
      },
    });
  }

  #passed(step: Step): void {
    const plan = this.#plan;
    if (plan?.step !== step) return;
    plan.call -= 1;
    if (plan.call > 0) return;
    this.#plan = undefined;
    throw plan.error;
  }
}
