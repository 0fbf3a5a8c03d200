import { ContainerModule } from 'inversify';
import { MetricsController } from '../../interfaces/http/health/metrics-controller.js';
import { backlogGauges } from '../metrics/backlog-gauges.js';
import { poolGauges, type Pool } from '../metrics/pool-gauges.js';
import { SqlBacklog } from '../persistence/operations/sql-backlog.js';
import { TOKENS } from './tokens.js';

/** What the shop says of itself to whoever runs it. */
export const operationsModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.metricsPage)
    .toResolvedValue(
      (metrics, knex, sql) => {
        const backlog = new SqlBacklog(sql);
        metrics.ask(poolGauges((knex.client as { readonly pool: Pool }).pool));
        metrics.ask(backlogGauges(() => backlog.look()));
        return metrics;
      },
      [TOKENS.metrics, TOKENS.knex, TOKENS.poolSql],
    )
    .inSingletonScope();
  bind(TOKENS.httpController).toResolvedValue(
    (page, config) => new MetricsController(page, config.metricsToken),
    [TOKENS.metricsPage, TOKENS.config],
  );
});
