import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { RateLimiter } from '../../../application/shared/ports/rate-limiter.js';
import type { RequestClaim } from '../../../application/shared/ports/request-log.js';
import { id, type CustomerId } from '../../../domain/shared/ids.js';
import { answerOnce, type KeepReply } from './answer-once.js';
import type { Authenticate, Caller } from './caller.js';
import { claimOf } from './idempotency-key.js';
import { limitRate } from './limit-rate.js';
import { textParser } from './parse.js';
import { readied, sendReady } from './public-answer.js';
import { bodyReader } from './read-body.js';
import type { ReadyAnswers } from './ready-answers.js';
import { Forbidden, MethodNotAllowed, NotAuthenticated, Overloaded, UnknownRoute } from './request-errors.js';
import { rateRulesOf, routeClassOf } from './route-class.js';
import type { Route, RouteDoc, RouteRequest } from './route.js';
import type { LoadShedder } from './shed-load.js';
import type { UploadSlots } from './upload-slots.js';

export interface Gatekeepers {
  readonly authenticate: Authenticate;
  readonly limiter: RateLimiter;
  readonly keepReply: KeepReply;
  readonly answers: ReadyAnswers;
  readonly shedder: LoadShedder;
  readonly uploads: UploadSlots;
}

const NOBODY = id<CustomerId>('');

async function permitted(doc: RouteDoc, ctx: Context, authenticate: Authenticate): Promise<Caller | undefined> {
  if (doc.access === 'anyone') return undefined;
  const caller = await authenticate(ctx);
  if (!caller) throw new NotAuthenticated();
  if (doc.access === 'admin' && !caller.roles.includes('admin')) throw new Forbidden();
  ctx.state['accountId'] = caller.accountId;
  return caller;
}

/** Whether there is room – how often – who – what – then the handler: the order in which a request is judged, the same for every route. */
function middlewareOf({ doc, handle }: Route, { authenticate, limiter, keepReply, answers, shedder, uploads }: Gatekeepers): Middleware {
  const routeClass = routeClassOf(doc);
  const { byAddress, byAccount } = rateRulesOf(doc);
  const readBody = bodyReader(doc, uploads);
  const parseQuery = doc.query && textParser(doc.query);
  const isPersonal = doc.access !== 'anyone' || doc.method !== 'get';
  return async (koaContext) => {
    const ctx = koaContext as Context;
    ctx.state['route'] = doc.path;
    if (isPersonal) ctx.set('Cache-Control', 'private, no-store');
    if (shedder.refuses(routeClass)) throw new Overloaded();
    if (byAddress) await limitRate(limiter, byAddress, ctx.ip, ctx);
    const caller = await permitted(doc, ctx, authenticate);
    if (byAccount && caller) await limitRate(limiter, byAccount, caller.accountId, ctx);
    const query = parseQuery?.(ctx.query) ?? {};
    const read = await readBody(ctx);
    const claim = doc.idempotent === true ? await claimOf(ctx, caller, read) : undefined;
    const request = {
      ctx,
      params: (ctx as unknown as { params: Record<string, string> }).params,
      ...read,
      query,
      caller,
      customerId: caller?.accountId ?? NOBODY,
      identify: () => authenticate(ctx),
    };
    const handled = async (heard: RequestClaim | undefined) => {
      const answer = await shedder.whileAnswering(() => handle({ ...request, claim: heard } as unknown as RouteRequest));
      return answer ? readied(doc.path, answer) : undefined;
    };
    if (claim) return answerOnce(ctx, claim, async (heard) => void (await handled(heard)), keepReply);
    const key = doc.isKept && `${doc.path}\n${JSON.stringify([request.params, query])}`;
    const answer = await (key ? answers.answer(ctx.originalUrl, key, () => handled(undefined)) : handled(undefined));
    if (answer) sendReady(ctx, answer);
  };
}

/** `/api/orders/{order_id}` belongs to `/api/orders`; `/media/{file}` to `/media`. */
const familyOf = (path: string): string => {
  const first = path.indexOf('/', 1);
  if (first === -1) return path;
  if (path.slice(0, first) !== '/api') return path.slice(0, first);
  const second = path.indexOf('/', first + 1);
  return second === -1 ? path : path.slice(0, second);
};

/** Fixed words before parameters, so that `/search` is not taken for a slug. */
const bySpecificity = (left: Route, right: Route): number => {
  const segments = (path: string) => path.split('/').map((segment) => (segment.startsWith('{') ? '1' : '0'));
  return segments(left.doc.path).join('').localeCompare(segments(right.doc.path).join(''));
};

const koaPath = (path: string): string => path.replace(/\{(\w+)\+\}/g, '*$1').replace(/\{(\w+)\}/g, ':$1');

/**
 * All routes behind one middleware. The router tries its routes in turn, so there is one router for each family of paths and a
 * request meets only the few of its own. A trailing slash is the same route.
 */
export function mountRoutes(routes: readonly Route[], gatekeepers: Gatekeepers): Middleware {
  const families = new Map<string, Router>();
  for (const route of [...routes].sort(bySpecificity)) {
    const family = familyOf(route.doc.path);
    const router = families.get(family) ?? new Router();
    families.set(family, router);
    router.register(koaPath(route.doc.path), [route.doc.method.toUpperCase()], middlewareOf(route, gatekeepers) as never);
  }
  const dispatchers = new Map(
    [...families].map(([family, router]) => [family, { router, dispatch: router.routes() as unknown as Middleware }]),
  );

  return async (ctx) => {
    if (ctx.path.length > 1 && ctx.path.endsWith('/')) ctx.path = ctx.path.replace(/\/+$/, '') || '/';
    const known = dispatchers.get(familyOf(ctx.path));
    if (!known) throw new UnknownRoute();
    let isHandled = true;
    await known.dispatch(ctx, () => {
      isHandled = false;
      return Promise.resolve();
    });
    if (isHandled) return;
    const methods = new Set(known.router.match(ctx.path, ctx.method).path.flatMap((layer) => layer.methods));
    if (methods.size === 0) throw new UnknownRoute();
    const allow = [...methods, 'OPTIONS'].sort().join(', ');
    ctx.set('Allow', allow);
    if (ctx.method !== 'OPTIONS') throw new MethodNotAllowed();
    ctx.status = 204;
  };
}
