import { ContainerModule } from 'inversify';
import type { Knex } from 'knex';
import { ReplicaSql } from '../persistence/shared/replica-sql.js';
import { PoolSql } from '../persistence/shared/sql.js';
import { TOKENS } from './tokens.js';

/** Where the catalogue is read: from the replica if there is one, else where everything is. */
export const replicaModule = (replica: Knex | undefined): ContainerModule =>
  new ContainerModule(({ bind }) => {
    if (replica === undefined) {
      bind(TOKENS.catalogueSql).toResolvedValue((sql) => sql, [TOKENS.poolSql]);
      return;
    }
    bind(TOKENS.replicaSql)
      .toResolvedValue(
        (sql, feed, logger, config) => new ReplicaSql(sql, new PoolSql(replica), feed, logger, config.replicaMaxLagMs),
        [TOKENS.poolSql, TOKENS.changeSignals, TOKENS.logger, TOKENS.config],
      )
      .inSingletonScope();
    bind(TOKENS.catalogueSql).toResolvedValue((sql) => sql, [TOKENS.replicaSql]);
  });
