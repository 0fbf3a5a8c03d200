import type { Context } from 'koa';
import type { SessionGrant } from '../../../application/identity/session-grant.js';

const REFRESH_PATH = '/api/account';
const REFRESH_SECONDS = 30 * 24 * 3600;

/** The value of a cookie as it came; ours hold no sign that would have to be decoded. */
function cookieOf(ctx: Context, name: string): string | undefined {
  const header = ctx.req.headers.cookie;
  if (header === undefined) return undefined;
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at !== -1 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim() || undefined;
  }
  return undefined;
}

/** Browsers say where a request comes from; apps and servers do not, and are handed their tokens instead of cookies alone. */
export const isBrowser = (ctx: Context): boolean => ctx.get('Sec-Fetch-Site') !== '';

/** Where a browser keeps its session: in cookies that no script can read (RFC 6265bis prefixes when the connection is secure). */
export class SessionCookies {
  readonly #access: string;
  readonly #refresh: string;
  readonly #attributes: string;

  constructor(isSecure: boolean) {
    this.#access = isSecure ? '__Host-access_token' : 'access_token';
    this.#refresh = isSecure ? '__Secure-refresh_token' : 'refresh_token';
    this.#attributes = `HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  }

  accessToken(ctx: Context): string | undefined {
    return cookieOf(ctx, this.#access);
  }

  refreshToken(ctx: Context): string | undefined {
    return cookieOf(ctx, this.#refresh);
  }

  set(ctx: Context, { accessToken, refreshToken, expiresIn }: SessionGrant): void {
    this.#write(ctx, this.#access, accessToken, '/', expiresIn);
    this.#write(ctx, this.#refresh, refreshToken, REFRESH_PATH, REFRESH_SECONDS);
  }

  clear(ctx: Context): void {
    this.#write(ctx, this.#access, '', '/', 0);
    this.#write(ctx, this.#refresh, '', REFRESH_PATH, 0);
  }

  #write(ctx: Context, name: string, value: string, path: string, maxAge: number): void {
    ctx.append('Set-Cookie', `${name}=${value}; Path=${path}; Max-Age=${maxAge}; ${this.#attributes}`);
  }
}
