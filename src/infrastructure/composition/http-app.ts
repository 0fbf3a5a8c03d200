import type { Container } from 'inversify';
import { createApp } from '../../interfaces/http/app.js';
import { ReadyAnswers } from '../../interfaces/http/shared/ready-answers.js';
import { isOutage } from '../persistence/shared/database-faults.js';
import { ownOriginsOf } from './addresses.js';
import { TOKENS } from './tokens.js';

const MEGABYTE = 1024 * 1024;

/** The Koa application of a container. */
export function httpAppOf(container: Container): ReturnType<typeof createApp> {
  const config = container.get(TOKENS.config);
  const state = container.get(TOKENS.shopState);
  const unitOfWork = container.get(TOKENS.unitOfWork);
  const clock = container.get(TOKENS.clock);
  return createApp({
    settings: {
      ownOrigins: ownOriginsOf(config),
      corsOrigins: config.corsOrigins,
      isSecure: config.cookieSecure,
      trustProxy: config.trustProxy,
      shedding: config.shedding,
      uploadsAtOnce: config.uploadsAtOnce,
      isOutage,
      isDraining: () => state.isDraining,
    },
    controllers: container.getAll(TOKENS.httpController),
    authenticate: container.get(TOKENS.authenticate),
    limiter: container.get(TOKENS.rateLimiter),
    pressure: container.get(TOKENS.pressure),
    keepReply: (claim, reply) => unitOfWork.run(({ requests }) => requests.keepReply(claim, reply)),
    answers: new ReadyAnswers(container.get(TOKENS.changeSignals), config.answerCacheMegabytes * MEGABYTE, undefined, () => clock.now()),
    logger: container.get(TOKENS.logger),
    meter: container.get(TOKENS.metrics),
    tracer: container.get(TOKENS.tracer),
  });
}
