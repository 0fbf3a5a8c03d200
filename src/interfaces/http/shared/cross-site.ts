import type { Middleware } from 'koa';
import { CrossSiteRequest } from './request-errors.js';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Webhooks, and the way back from a provider: both carry a signature instead, and no visitor's cookie counts there. */
const SIGNED = /^\/api\/payments\/(webhooks\/|[^/]+\/return$)/;

/**
 * Refuses unsafe requests that another site makes with our visitor's cookies (OWASP: Fetch Metadata, with Origin as the fallback).
 * What carries a signature instead passes.
 */
export const refuseCrossSite = (trustedOrigins: ReadonlySet<string>): Middleware => {
  const passes = (site: string, origin: string): boolean => {
    if (site === 'same-origin' || site === 'none') return true;
    if (origin !== '') return trustedOrigins.has(origin);
    return site === ''; // neither header: not a browser
  };
  return (ctx, next) => {
    if (SAFE_METHODS.has(ctx.method) || SIGNED.test(ctx.path) || passes(ctx.get('Sec-Fetch-Site'), ctx.get('Origin'))) return next();
    throw new CrossSiteRequest();
  };
};
