import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import type { Change } from '../../../application/shared/ports/change-feed.js';
import type { ReadyAnswer } from './ready-answers.js';

/** What anybody may see, as its handler tells it. Anyone may keep it as long as they ask whether it is still so. */
export interface PublicAnswer {
  readonly json: string;
  /** Stands in front of the tag when what is answered may be changed under `If-Match`. */
  readonly version?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What ends it, as `ReadyAnswer` says. */
  readonly until: ReadonlySet<Change>;
  /** From then on it is wrong without any change: a scheduled price begins or ends. */
  readonly endsAt?: Date | undefined;
}

/** The bytes of an answer, with a strong tag of them. */
export function readied(route: string, { json, version, headers = {}, until, endsAt }: PublicAnswer): ReadyAnswer {
  const body = Buffer.from(json);
  const hash = createHash('sha1').update(body).digest('base64url');
  return { route, body, tag: version === undefined ? `"${hash}"` : `"${version}-${hash}"`, headers, until, endsAt };
}

/** Sends it past Koa, which would look at it once more; 304 for who has it already. */
export function sendReady(ctx: Context, { body, tag, headers }: ReadyAnswer): void {
  const { req, res } = ctx;
  for (const name in headers) res.setHeader(name, headers[name] ?? '');
  res.setHeader('Cache-Control', 'public, max-age=0, must-revalidate');
  res.setHeader('ETag', tag);
  ctx.respond = false;
  res.statusCode = 200;
  if (req.headers['if-none-match'] !== undefined && ctx.fresh) {
    res.statusCode = 304;
    res.end();
    return;
  }
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('Content-Length', body.length);
  res.end(req.method === 'HEAD' ? undefined : body);
}
