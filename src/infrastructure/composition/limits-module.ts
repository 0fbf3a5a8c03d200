import { ContainerModule } from 'inversify';
import { hiddenKeys } from '../limits/hidden-keys.js';
import { limitsOf } from '../limits/limits-of.js';
import { keptSecret } from '../security/kept-secret.js';
import { ProcessPressure } from '../system/process-pressure.js';
import { TOKENS } from './tokens.js';

export const limitsModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.limits)
    .toResolvedValue(
      (config, sql, clock, logger) =>
        limitsOf(
          { isOn: config.rateLimit, store: config.rateLimitStore, redisUrl: config.redisUrl, quotas: config.rateLimits },
          { sql, clock, logger, hide: hiddenKeys(config.jwtSecret ?? keptSecret(config.dataDir, 'jwt-secret')) },
        ),
      [TOKENS.config, TOKENS.poolSql, TOKENS.clock, TOKENS.logger],
    )
    .inSingletonScope();
  bind(TOKENS.pressure)
    .toResolvedValue((sql) => new ProcessPressure(() => sql.longestWaitMs()), [TOKENS.poolSql])
    .inSingletonScope();
  bind(TOKENS.rateLimiter).toResolvedValue(({ limiter }) => limiter, [TOKENS.limits]);
  bind(TOKENS.loginGuard).toResolvedValue(({ guard }) => guard, [TOKENS.limits]);
});
