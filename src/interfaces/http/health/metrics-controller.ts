import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import type { MetricsPage } from '../../../application/shared/ports/metrics-page.js';
import type { HttpController } from '../shared/http-controller.js';
import { NotAuthenticated, UnknownRoute } from '../shared/request-errors.js';
import { route, type RouteDoc } from '../shared/route.js';

const METRICS_ROUTE = {
  method: 'get',
  path: '/metrics',
  access: 'anyone',
  tag: 'Operations',
  summary: 'What is counted and measured, for Prometheus',
  description:
    'With `METRICS_TOKEN` set: for whoever sends it as a bearer token. Without: only for direct connections from this machine or a private network, with nothing in between that forwards for others; anybody else is answered as if the address did not exist. Nothing in it is about a person. Several processes under one parent answer with one page.',
  responses: {
    200: {
      description: 'Text format of Prometheus',
      schema: { type: 'string' },
      contentType: 'text/plain',
      example: 'portico_http_requests_total{method="GET",route="/api/products",status="2xx"} 1024\n',
    },
  },
  problems: ['account.not_authenticated', 'request.unknown_route'],
} satisfies RouteDoc;

const PRIVATE = [
  /^127\./,
  /^10\./,
  /^192\.168\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
  /^169\.254\./,
  /^::1$/,
  /^f[cd][0-9a-f]{2}:/i,
  /^fe[89ab][0-9a-f]:/i,
];
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** Whether the other end of the connection is near and speaks for itself. */
function isNear(ctx: Context): boolean {
  const peer = (ctx.req.socket.remoteAddress ?? '').replace(/^::ffff:/i, '');
  return PRIVATE.some((network) => network.test(peer)) && FORWARDED.every((name) => ctx.req.headers[name] === undefined);
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** What whoever watches the shop asks every few seconds. */
export class MetricsController implements HttpController {
  /** @param token null: whoever is near may ask. */
  constructor(
    private readonly page: MetricsPage,
    private readonly token: string | null,
  ) {}

  readonly routes = [
    route(METRICS_ROUTE, async ({ ctx }) => {
      this.#admit(ctx);
      ctx.set('Cache-Control', 'no-store');
      ctx.body = await this.page.text();
      ctx.type = this.page.contentType;
    }),
  ];

  #admit(ctx: Context): void {
    if (this.token === null) {
      if (!isNear(ctx)) throw new UnknownRoute();
      return;
    }
    const [, given = ''] = /^Bearer (.+)$/i.exec(ctx.get('Authorization')) ?? [];
    if (!timingSafeEqual(digest(given), digest(this.token))) throw new NotAuthenticated();
  }
}
