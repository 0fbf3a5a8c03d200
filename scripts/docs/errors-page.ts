import { commonProblems } from '../../src/interfaces/http/openapi/document.js';
import type { HttpController } from '../../src/interfaces/http/shared/http-controller.js';
import type { RouteDoc } from '../../src/interfaces/http/shared/route.js';
import { refusalsIn, type Refusal } from './error-classes.js';

/** Codes that follow from what a route is; where they apply is said in words, or the list would be the whole API. */
const BY_NATURE: Readonly<Record<string, string>> = {
  'account.not_authenticated': 'every route that is not for anyone',
  'account.forbidden': 'every route for admins',
  'request.malformed': 'every route with a body',
  'request.too_large': 'every route with a body',
  'request.unsupported_media_type': 'every route with a body',
  'request.invalid': 'every route with a body or a query',
  'request.conflict': 'every route that changes something',
  'idempotency.bad_key': 'every route that takes an `Idempotency-Key`',
  'idempotency.in_progress': 'every route that takes an `Idempotency-Key`',
  'idempotency.key_reused': 'every route that takes an `Idempotency-Key`',
  'request.unknown_route': 'any address',
  'request.method_not_allowed': 'any address',
  'request.cross_site': 'any address',
  'request.rejected': 'any address',
  'server.error': 'any address',
  'server.unavailable': 'any address',
};

/** What has to be said about this route in particular. */
function ownCodes(doc: RouteDoc): readonly string[] {
  const natural = commonProblems(doc).filter((code) => BY_NATURE[code] !== undefined);
  return [...new Set([...commonProblems(doc), ...(doc.problems ?? [])])].filter((code) => !natural.includes(code));
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts.filter((text) => text !== ''))];
const cell = (text: string): string => text.replace(/[|<>]/g, (character) => `\\${character}`);

/** What the answer says, then in italics what the code says about it, unless that is the same. */
const wordsOf = (carriers: readonly Refusal[]): string => {
  const lines = carriers.flatMap(({ detail, comment }) => [
    cell(detail),
    comment === '' || comment === `${detail}.` ? '' : `*${cell(comment)}*`,
  ]);
  return distinct(lines).join('<br>');
};

/** `<resource>.stale_version` in the code is `product.stale_version` in a route's document. */
const isSaidBy = ({ code }: Refusal, documented: string): boolean =>
  code.startsWith('<') ? documented.split('.')[1] === code.split('.')[1] : code === documented;

/** Every code, from the errors that carry it and the routes that name it. @throws when a route names a code that no error carries. */
export function errorCodesPage(sources: string, controllers: readonly HttpController[]): string {
  const refusals = refusalsIn(sources);
  const routes = new Map<string, string[]>();
  for (const { doc } of controllers.flatMap((controller) => controller.routes)) {
    for (const code of ownCodes(doc)) routes.set(code, [...(routes.get(code) ?? []), `${doc.method.toUpperCase()} ${doc.path}`]);
  }
  const exact = new Set(refusals.map(({ code }) => code).filter((code) => !code.startsWith('<')));
  const made = [...routes.keys()].filter((code) => !exact.has(code));
  const orphans = made.filter((code) => !refusals.some((refusal) => isSaidBy(refusal, code)));
  if (orphans.length > 0) {
    throw new Error(`Documented by a route, carried by no error: ${orphans.map((code) => `${code} (${routes.get(code)?.join(', ')})`).join('; ')}`);
  }

  const rows = [...exact, ...made].sort().map((code) => {
    const carriers = refusals.filter((refusal) => refusal.code === code || (!exact.has(code) && isSaidBy(refusal, code)));
    const statuses = distinct(carriers.map(({ status }) => status)).toSorted();
    const where = [...(BY_NATURE[code] ? [BY_NATURE[code]] : []), ...(routes.get(code) ?? []).toSorted().map((name) => `\`${name}\``)];
    return `| \`${code}\` | ${statuses.join(', ')} | ${wordsOf(carriers)} | ${where.join('<br>') || '–'} |`;
  });
  return [
    '# Codes',
    '',
    '<!-- Written by `npm run docs` from the errors and the routes in src: change those, not this page. -->',
    '',
    'Every refusal is `application/problem+json` (RFC 9457) and carries one of these in `code`. They never change once released: branch on them, and show `detail`.',
    'Below is what `detail` says (`…` is filled in) and, in italics, what is behind it. A running shop has the codes of its routes at `/docs/errors`.',
    '“–”: no route answers with it; it keeps the code from mistakes of its own.',
    '',
    '| code | status | what it says | who says it |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
