import type { Readiness } from '../../../application/shared/ports/readiness.js';
import type { HttpController } from '../shared/http-controller.js';
import { route, type JsonSchema, type RouteDoc } from '../shared/route.js';

const WORD: JsonSchema = { type: 'string', enum: ['ok', 'failing'] };
const HEALTH: JsonSchema = {
  type: 'object',
  required: ['status'],
  additionalProperties: false,
  properties: { status: WORD, checks: { type: 'object', additionalProperties: WORD } },
};
const ABOUT: JsonSchema = {
  type: 'object',
  required: ['name', 'version', 'docs'],
  additionalProperties: false,
  properties: { name: { type: 'string' }, version: { type: 'string' }, docs: { type: 'string' } },
};

const HEALTH_ROUTES = {
  about: {
    method: 'get',
    path: '/',
    access: 'anyone',
    tag: 'Operations',
    summary: 'What this is',
    responses: {
      200: {
        description: 'The shop, and where its documentation is',
        schema: ABOUT,
        example: { name: 'Portico', version: '0.1.0', docs: '/docs' },
      },
    },
  },
  live: {
    method: 'get',
    path: '/health/live',
    access: 'anyone',
    tag: 'Operations',
    summary: 'Whether the process answers',
    responses: { 200: { description: 'It does', schema: HEALTH, example: { status: 'ok' } } },
  },
  ready: {
    method: 'get',
    path: '/health/ready',
    access: 'anyone',
    tag: 'Operations',
    summary: 'Whether requests can be served',
    description:
      'The database answers, is migrated, and the shop is loaded. 503 while the server starts, shuts down or has lost its database.',
    responses: {
      200: { description: 'They can', schema: HEALTH, example: { status: 'ok', checks: { database: 'ok', migrations: 'ok' } } },
      503: { description: 'Not now', schema: HEALTH, example: { status: 'failing', checks: { database: 'failing' } } },
    },
  },
} satisfies Record<string, RouteDoc>;

/** What load balancers and curious people ask first. */
export class HealthController implements HttpController {
  constructor(
    private readonly readiness: Readiness,
    private readonly about: { readonly name: string; readonly version: string },
  ) {}

  readonly routes = [
    route(HEALTH_ROUTES.about, ({ ctx }) => {
      ctx.body = { name: this.about.name, version: this.about.version, docs: '/docs' };
    }),
    route(HEALTH_ROUTES.live, ({ ctx }) => {
      ctx.set('Cache-Control', 'no-store');
      ctx.body = { status: 'ok' };
    }),
    route(HEALTH_ROUTES.ready, async ({ ctx }) => {
      const { ready, checks } = await this.readiness.check();
      ctx.set('Cache-Control', 'no-store');
      ctx.status = ready ? 200 : 503;
      ctx.body = { status: ready ? 'ok' : 'failing', checks };
    }),
  ];
}
