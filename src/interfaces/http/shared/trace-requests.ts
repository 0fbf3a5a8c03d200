import type { Middleware } from 'koa';
import type { Tracer } from '../../../application/shared/ports/tracer.js';

/** A request is a span, named by its route; it continues what its sender began, if they say so. */
export const traceRequests =
  (tracer: Tracer): Middleware =>
  (ctx, next) =>
    tracer.continue(ctx.get('traceparent') || undefined, () =>
      tracer.span(ctx.method, 'server', { 'http.request.method': ctx.method }, async (add) => {
        await next();
        const { route, requestId } = ctx.state as { route?: string; requestId: string };
        add({
          'http.response.status_code': ctx.status,
          'portico.request_id': requestId,
          ...(route === undefined ? {} : { 'http.route': route, 'portico.name': `${ctx.method} ${route}` }),
        });
      }),
    );
