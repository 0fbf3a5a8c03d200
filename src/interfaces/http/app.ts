import cors from '@koa/cors';
import Koa, { type Middleware } from 'koa';
import type { Logger } from '../../application/shared/ports/logger.js';
import type { Pressure } from '../../application/shared/ports/pressure.js';
import type { RateLimiter } from '../../application/shared/ports/rate-limiter.js';
import type { RequestMeter } from '../../application/shared/ports/request-meter.js';
import type { Tracer } from '../../application/shared/ports/tracer.js';
import type { KeepReply } from './shared/answer-once.js';
import { answerReady } from './shared/answer-ready.js';
import type { Authenticate } from './shared/caller.js';
import { clientAddress, type TrustedProxies } from './shared/client-address.js';
import { describeFault } from './shared/describe-fault.js';
import { refuseCrossSite } from './shared/cross-site.js';
import type { HttpController } from './shared/http-controller.js';
import { mountRoutes } from './shared/mount-routes.js';
import { problems } from './shared/problems.js';
import { AddressTooLong, MalformedRequest } from './shared/request-errors.js';
import type { ReadyAnswers } from './shared/ready-answers.js';
import { requestId } from './shared/request-id.js';
import { requestLogging } from './shared/request-logging.js';
import { securityHeaders } from './shared/security-headers.js';
import { traceRequests } from './shared/trace-requests.js';
import { LoadShedder, type SheddingLimits } from './shared/shed-load.js';
import { UploadSlots } from './shared/upload-slots.js';

/** All that the HTTP face has to be told; the root reads it from the configuration. */
export interface HttpSettings {
  /** Origins that are ours: those of `PUBLIC_URL`, or of the port while that is unset. */
  readonly ownOrigins: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly isSecure: boolean;
  /** Which proxies in front of us are believed when they say who is asking. */
  readonly trustProxy: TrustedProxies;
  readonly shedding: SheddingLimits;
  /** Forms with files that are read at once. */
  readonly uploadsAtOnce: number;
  /** Whether an error means that the database is away: 503, not 500. */
  readonly isOutage: (error: unknown) => boolean;
  /** True once the server has begun to shut down: answers then say `Connection: close`. */
  readonly isDraining: () => boolean;
}

export interface HttpParts {
  readonly settings: HttpSettings;
  readonly controllers: readonly HttpController[];
  readonly authenticate: Authenticate;
  readonly limiter: RateLimiter;
  readonly pressure: Pressure;
  readonly keepReply: KeepReply;
  readonly answers: ReadyAnswers;
  readonly logger: Logger;
  readonly meter: RequestMeter;
  /** Present when somebody collects traces. */
  readonly tracer?: Tracer | undefined;
}

const EXPOSED = [
  'X-Request-Id',
  'X-Total-Count',
  'X-Next-Cursor',
  'Link',
  'Location',
  'ETag',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Idempotent-Replayed',
];

/** Two Host headers are a smuggling attempt (RFC 9112 §3.2); Node would quietly take the first. */
const refuseTwoHosts: Middleware = (ctx, next) => {
  const { rawHeaders } = ctx.req;
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) if (rawHeaders[index]?.toLowerCase() === 'host') hosts += 1;
  if (hosts > 1) throw new MalformedRequest('A request has one Host header');
  return next();
};

/** Nothing that we ask for needs as much; whoever sends it wants to be written about in logs. */
const LONGEST_ADDRESS = 8_192;

const refuseLongAddress: Middleware = (ctx, next) => {
  if (ctx.url.length > LONGEST_ADDRESS) throw new AddressTooLong(LONGEST_ADDRESS);
  return next();
};

const closeWhenDraining =
  (isDraining: () => boolean): Middleware =>
  (ctx, next) => {
    if (isDraining()) ctx.set('Connection', 'close');
    return next();
  };

/** The Koa application: everything every request passes, then the routes. */
export function createApp({
  settings,
  controllers,
  authenticate,
  limiter,
  pressure,
  keepReply,
  answers,
  logger,
  meter,
  tracer,
}: HttpParts): Koa {
  const app = new Koa();
  app.on('error', (error: unknown, ctx?: { state: { requestId?: string }; method: string; path: string }) => {
    logger.error('request failed', { request_id: ctx?.state.requestId, method: ctx?.method, path: ctx?.path, ...describeFault(error) });
  });
  const allowed = new Set(settings.corsOrigins);

  app.use(requestId);
  if (settings.trustProxy !== 0) app.use(clientAddress(settings.trustProxy));
  if (tracer) app.use(traceRequests(tracer));
  app.use(requestLogging(logger, meter));
  app.use(closeWhenDraining(settings.isDraining));
  app.use(securityHeaders(settings.isSecure));
  app.use(
    cors({
      origin: (ctx) => (allowed.has(ctx.get('Origin')) ? ctx.get('Origin') : ''),
      credentials: true,
      exposeHeaders: EXPOSED,
      allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      maxAge: 600,
      keepHeadersOnError: true,
    }),
  );
  app.use(problems(settings.isOutage));
  app.use(refuseTwoHosts);
  app.use(refuseLongAddress);
  app.use(answerReady(answers, limiter));
  app.use(refuseCrossSite(new Set([...settings.ownOrigins, ...settings.corsOrigins])));
  app.use(
    mountRoutes(
      controllers.flatMap(({ routes }) => routes),
      {
        authenticate,
        limiter,
        keepReply,
        answers,
        shedder: new LoadShedder(pressure, settings.shedding),
        uploads: new UploadSlots(settings.uploadsAtOnce),
      },
    ),
  );
  return app;
}
