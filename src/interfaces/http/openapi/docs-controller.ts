import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Context } from 'koa';
import type { HttpController } from '../shared/http-controller.js';
import { UnknownRoute } from '../shared/request-errors.js';
import { route, type JsonSchema, type RouteDoc } from '../shared/route.js';

/** The only files of swagger-ui-dist that the page asks for, by the names koa2-swagger-ui gives them. */
const ASSETS: Readonly<Record<string, { file: string; type: string }>> = {
  'swagger-ui.min.css': { file: 'swagger-ui.css', type: 'text/css' },
  'swagger-ui-bundle.js': { file: 'swagger-ui-bundle.js', type: 'text/javascript' },
  'swagger-ui-standalone-preset.js': { file: 'swagger-ui-standalone-preset.js', type: 'text/javascript' },
  'favicon-32x32.png': { file: 'favicon-32x32.png', type: 'image/png' },
};
const FOREIGN_LINK = /\s*<link href="https:\/\/fonts\.googleapis\.com[^>]*>/;
/** Swagger UI has a dark face, but waits to be told. */
const BY_DAY_AND_NIGHT =
  "<script>if (matchMedia('(prefers-color-scheme: dark)').matches) document.documentElement.classList.add('dark-mode')</script>";
const STYLE = 'html.dark-mode, html.dark-mode body { background: #1c2022; color-scheme: dark; }';
const INLINE_SCRIPT = /<script>([\s\S]*?)<\/script>/g;

const DOCS_ROUTES = {
  document: {
    method: 'get',
    path: '/openapi.json',
    access: 'anyone',
    tag: 'Operations',
    summary: 'This document',
    responses: { 200: { description: 'OpenAPI 3.1', schema: { type: 'object' } } },
  },
  page: {
    method: 'get',
    path: '/docs',
    access: 'anyone',
    tag: 'Operations',
    summary: 'This document, to read and to try',
    responses: { 200: { description: 'A page', schema: { type: 'string' }, contentType: 'text/html' } },
  },
  errors: {
    method: 'get',
    path: '/docs/errors',
    access: 'anyone',
    tag: 'Operations',
    summary: 'The codes that requests are refused with',
    responses: { 200: { description: 'A page', schema: { type: 'string' }, contentType: 'text/html' } },
  },
  asset: {
    method: 'get',
    path: '/docs/assets/{file}',
    access: 'anyone',
    tag: 'Operations',
    summary: 'What the page is made of',
    responses: { 200: { description: 'A style sheet, script or picture' } },
    problems: ['request.unknown_route'],
  },
} satisfies Record<string, RouteDoc>;

/** `/openapi.json` and `/docs`; nothing on the page comes from another host. */
export class DocsController implements HttpController {
  readonly #assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  #page: { readonly html: string; readonly policy: string } | undefined;
  #json: string | undefined;

  /** Both are made when they are first asked for: they describe this controller too. */
  constructor(
    private readonly document: () => JsonSchema,
    private readonly errors: () => string,
  ) {}

  readonly routes = [
    route(DOCS_ROUTES.document, ({ ctx }) => {
      this.#json ??= JSON.stringify(this.document());
      ctx.type = 'application/json';
      ctx.body = this.#json;
    }),
    route(DOCS_ROUTES.page, async ({ ctx }) => {
      this.#page ??= await this.#render(ctx);
      ctx.set('Content-Security-Policy', this.#page.policy);
      ctx.type = 'text/html';
      ctx.body = this.#page.html;
    }),
    route(DOCS_ROUTES.errors, ({ ctx }) => {
      ctx.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
      ctx.type = 'text/html';
      ctx.body = this.errors();
    }),
    route(DOCS_ROUTES.asset, async ({ ctx, params }) => {
      const asset = ASSETS[params['file'] ?? ''];
      if (!asset) throw new UnknownRoute();
      ctx.set('Cache-Control', 'public, max-age=86400');
      ctx.type = asset.type;
      ctx.body = await readFile(join(this.#assets, asset.file));
    }),
  ];

  async #render(ctx: Context): Promise<{ html: string; policy: string }> {
    const { koaSwagger } = await import('koa2-swagger-ui'); // a template engine and more, for a page that is asked for once
    const swagger = koaSwagger({
      routePrefix: false,
      title: 'API',
      hideTopbar: true,
      customCSS: STYLE,
      favicon: '/docs/assets/favicon-32x32.png',
      swaggerCdnUrl: '/docs',
      swaggerVersion: 'assets',
      swaggerOptions: { url: '/openapi.json', validatorUrl: null, docExpansion: 'list', layout: 'BaseLayout' },
    });
    await swagger(ctx as unknown as Parameters<typeof swagger>[0], () => Promise.resolve());
    const html = String(ctx.body).replace(FOREIGN_LINK, '').replace('</head>', `${BY_DAY_AND_NIGHT}</head>`);
    const scripts = [...html.matchAll(INLINE_SCRIPT)].map(
      ([, code = '']) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`,
    );
    const policy = [
      "default-src 'none'",
      `script-src 'self' ${scripts.join(' ')}`,
      "style-src 'self' 'unsafe-inline'", // Swagger UI writes style attributes
      "img-src 'self' data:",
      "font-src 'self' data:",
      "connect-src 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ];
    return { html, policy: policy.join('; ') };
  }
}
