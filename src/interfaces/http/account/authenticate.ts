import type { Context } from 'koa';
import type { IdentifyCaller } from '../../../application/identity/identify-caller.js';
import type { Authenticate } from '../shared/caller.js';
import type { SessionCookies } from './session-cookies.js';

const BEARER = /^Bearer +([\w.~+/=-]+) *$/i;

/** The token of `Authorization: Bearer`, which an app sends. */
export const bearerToken = (ctx: Context): string | undefined => BEARER.exec(ctx.req.headers.authorization ?? '')?.[1];

/** An app shows its token in a header, a browser in a cookie. */
export const authenticateBy =
  (identify: IdentifyCaller, cookies: SessionCookies): Authenticate =>
  async (ctx) => {
    const token = bearerToken(ctx) ?? cookies.accessToken(ctx);
    return token === undefined ? undefined : identify.execute(token);
  };
