import { ContainerModule } from 'inversify';
import type { DomainEvent } from '../../domain/shared/domain-event.js';
import { HealthController } from '../../interfaces/http/health/health-controller.js';
import { DocsController } from '../../interfaces/http/openapi/docs-controller.js';
import { openApiDocument } from '../../interfaces/http/openapi/document.js';
import { errorsPage } from '../../interfaces/http/openapi/errors-page.js';
import { DatabaseEar } from '../database/database-ear.js';
import { pendingMigrations } from '../database/migrator.js';
import { ChangeSignals } from '../persistence/shared/change-signals.js';
import { KnexUnitOfWork } from '../persistence/shared/knex-unit-of-work.js';
import { TracedUnitOfWork } from '../persistence/shared/traced-unit-of-work.js';
import { PoolSql } from '../persistence/shared/sql.js';
import { RedisShouts } from '../signals/redis-shouts.js';
import { SystemClock } from '../system/system-clock.js';
import { UuidGenerator } from '../system/uuid-generator.js';
import { publicUrlOf } from './addresses.js';
import { ShopReadiness } from './shop-readiness.js';
import { ShopState } from './shop-state.js';
import { TOKENS } from './tokens.js';
import { VERSION } from './version.js';

/** What every capability stands on. The configuration, the logger and the database connection are bound by the root. */
export const platformModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.clock).toConstantValue(new SystemClock());
  bind(TOKENS.idGenerator).toConstantValue(new UuidGenerator());
  bind(TOKENS.shopState).toConstantValue(new ShopState());
  bind(TOKENS.poolSql)
    .toResolvedValue((knex) => new PoolSql(knex), [TOKENS.knex])
    .inSingletonScope();
  bind(TOKENS.databaseEar)
    .toResolvedValue(
      (config, logger) => new DatabaseEar(config.databaseDirectUrl ?? config.databaseUrl ?? '', logger),
      [TOKENS.config, TOKENS.logger],
    )
    .inSingletonScope();
  bind(TOKENS.redisShouts)
    .toResolvedValue(
      ({ redisUrl }, logger) => (redisUrl === null ? undefined : new RedisShouts(redisUrl, logger)),
      [TOKENS.config, TOKENS.logger],
    )
    .inSingletonScope();
  bind(TOKENS.changeSignals)
    .toResolvedValue((ear, sql, shouts) => new ChangeSignals(ear, sql, shouts), [TOKENS.databaseEar, TOKENS.poolSql, TOKENS.redisShouts])
    .inSingletonScope();
  bind(TOKENS.unitOfWork)
    .toResolvedValue(
      (knex, ids, state, metrics, signals, tracer, clock, config) => {
        const committed = (events: readonly DomainEvent[] = []): void => {
          state.announceEvents();
          metrics.committed(events);
        };
        if (tracer) return new TracedUnitOfWork(tracer, knex, ids, committed, signals.announce, clock, config.newForDays);
        return new KnexUnitOfWork(knex, ids, committed, signals.announce, clock, config.newForDays);
      },
      [TOKENS.knex, TOKENS.idGenerator, TOKENS.shopState, TOKENS.metrics, TOKENS.changeSignals, TOKENS.tracer, TOKENS.clock, TOKENS.config],
    )
    .inSingletonScope();
  bind(TOKENS.readiness)
    .toResolvedValue(
      (sql, knex, state) => new ShopReadiness(sql, async () => (await pendingMigrations(knex)).length, state),
      [TOKENS.poolSql, TOKENS.knex, TOKENS.shopState],
    )
    .inSingletonScope();
  bind(TOKENS.httpController).toResolvedValue(
    (readiness, config) => new HealthController(readiness, { name: config.shopName, version: VERSION }),
    [TOKENS.readiness, TOKENS.config],
  );
  bind(TOKENS.apiDocument).toResolvedValue(
    (config, controllers) => () =>
      openApiDocument(controllers(), { shopName: config.shopName, version: VERSION, serverUrl: publicUrlOf(config) }),
    [TOKENS.config, TOKENS.allControllers],
  );
  bind(TOKENS.httpController).toResolvedValue(
    (document, controllers, config) => new DocsController(document, () => errorsPage(controllers(), config.shopName)),
    [TOKENS.apiDocument, TOKENS.allControllers, TOKENS.config],
  );
});
