import type { Middleware } from 'koa';
import { CrossSiteRequest } from './request-errors.js';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Carry a signature instead, and no visitor's cookie counts there. */
const WEBHOOKS = '/api/payments/webhooks/';

/**
 * Refuses unsafe requests that another site makes with our visitor's cookies (OWASP: Fetch Metadata, with Origin as the fallback).
 * Webhooks carry a signature instead and pass.
 */
export const refuseCrossSite = (trustedOrigins: ReadonlySet<string>): Middleware => {
  const passes = (site: string, origin: string): boolean => {
    if (site === 'same-origin' || site === 'none') return true;
    if (origin !== '') return trustedOrigins.has(origin);
    return site === ''; // neither header: not a browser
  };
  return (ctx, next) => {
    if (SAFE_METHODS.has(ctx.method) || ctx.path.startsWith(WEBHOOKS) || passes(ctx.get('Sec-Fetch-Site'), ctx.get('Origin')))
      return next();
    throw new CrossSiteRequest();
  };
};
