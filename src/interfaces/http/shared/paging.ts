import type { Context } from 'koa';
import { number, string } from 'yup';
import type { Page, PageRequest } from '../../../application/shared/page.js';

const MAX_LIMIT = 100;
const STANDARD_LIMIT = 20;
/** To leave out so many rows the database has to read them all; whoever wants the whole list asks by `cursor`, which costs the same everywhere. */
const MAX_SKIPPED = 10_000;
const MAX_PAGE = MAX_SKIPPED + 1;

const isReached = (page: number, limit: number): boolean => (page - 1) * limit <= MAX_SKIPPED;

const TOO_DEEP = `page goes too deep: pages end after ${MAX_SKIPPED} rows, go on with cursor`;

/** The paging parameters of every list; spread them into a query schema. */
export const pageFields = {
  page: number()
    .typeError('page must be a whole number from 1')
    .integer('page must be a whole number from 1')
    .min(1, 'page must be a whole number from 1')
    .max(MAX_PAGE, TOO_DEEP)
    .test('depth', TOO_DEEP, (page, { parent }) => {
      const { limit } = parent as { limit?: unknown };
      return page === undefined || typeof limit !== 'number' || Number.isNaN(limit) || isReached(page, limit);
    })
    .default(1),
  limit: number()
    .typeError(`limit must be a whole number from 1 to ${MAX_LIMIT}`)
    .integer(`limit must be a whole number from 1 to ${MAX_LIMIT}`)
    .min(1, `limit must be a whole number from 1 to ${MAX_LIMIT}`)
    .max(MAX_LIMIT, `limit must be a whole number from 1 to ${MAX_LIMIT}`)
    .default(STANDARD_LIMIT),
  cursor: string().max(500, 'cursor is not one that we gave'),
};

interface PageQuery {
  readonly page: number;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export const pageRequest = ({ page, limit, cursor }: PageQuery): PageRequest =>
  cursor === undefined ? { page, limit } : { page, limit, cursor };

/** Sets `X-Total-Count`, and `Link` (RFC 8288) or `X-Next-Cursor`, for a list that is answered as a bare array. */
export function announcePage(ctx: Context, { page, limit, cursor }: PageQuery, { total, nextCursor }: Page<unknown>): void {
  ctx.set('X-Total-Count', String(total));
  if (cursor !== undefined) {
    if (nextCursor) ctx.set('X-Next-Cursor', nextCursor);
    return;
  }
  const last = Math.max(1, Math.ceil(total / limit));
  const link = (to: number, rel: string) => {
    const query = new URLSearchParams(ctx.querystring);
    query.set('page', String(to));
    query.set('limit', String(limit));
    return `<${ctx.path}?${query.toString()}>; rel="${rel}"`;
  };
  const links = [link(1, 'first')];
  if (isReached(last, limit)) links.push(link(last, 'last'));
  if (page > 1) links.push(link(Math.min(page - 1, last), 'prev'));
  if (page < last && isReached(page + 1, limit)) links.push(link(page + 1, 'next'));
  ctx.set('Link', links.join(', '));
}
