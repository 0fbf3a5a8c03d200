import type { Container } from 'inversify';
import { createApp } from '../../interfaces/http/app.js';
import { isOutage } from '../persistence/shared/database-faults.js';
import { ownOriginsOf } from './addresses.js';
import { TOKENS } from './tokens.js';

/** The Koa application of a container. */
export function httpAppOf(container: Container): ReturnType<typeof createApp> {
  const config = container.get(TOKENS.config);
  const state = container.get(TOKENS.shopState);
  const unitOfWork = container.get(TOKENS.unitOfWork);
  return createApp({
    settings: {
      ownOrigins: ownOriginsOf(config),
      corsOrigins: config.corsOrigins,
      isSecure: config.cookieSecure,
      trustProxy: config.trustProxy,
      isOutage,
      isDraining: () => state.isDraining,
    },
    controllers: container.getAll(TOKENS.httpController),
    authenticate: container.get(TOKENS.authenticate),
    limiter: container.get(TOKENS.rateLimiter),
    keepReply: (claim, reply) => unitOfWork.run(({ requests }) => requests.keepReply(claim, reply)),
    logger: container.get(TOKENS.logger),
    meter: container.get(TOKENS.metrics),
  });
}
