import type { Knex } from 'knex';
import type { IdGenerator } from '../../../application/shared/ports/id-generator.js';
import type { RequestClaim } from '../../../application/shared/ports/request-log.js';
import type { Tracer } from '../../../application/shared/ports/tracer.js';
import { KnexUnitOfWork, type Repositories } from './knex-unit-of-work.js';

type Ears = ConstructorParameters<typeof KnexUnitOfWork> extends [Knex, IdGenerator, ...infer Rest] ? Rest : never;

/** Shows in a trace what belongs to one transaction, its repetitions included. */
export class TracedUnitOfWork extends KnexUnitOfWork {
  constructor(
    private readonly tracer: Tracer,
    knex: Knex,
    ids: IdGenerator,
    ...ears: Ears
  ) {
    super(knex, ids, ...ears);
  }

  override run<Result>(work: (scope: Repositories) => Promise<Result>, claim?: RequestClaim): Promise<Result> {
    return this.tracer.span('unit of work', 'internal', {}, () => super.run(work, claim));
  }
}
