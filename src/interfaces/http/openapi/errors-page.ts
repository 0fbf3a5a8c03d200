import type { HttpController } from '../shared/http-controller.js';
import { commonProblems } from './document.js';

const STYLE =
  ':root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}code{background:#8882;padding:.1em .3em;border-radius:.2em}h2{font-size:1.1rem;margin:1.5rem 0 .3rem}h2:target code{outline:2px solid #61affe}ul{margin:0;overflow-wrap:anywhere}';

const ANYWHERE = [
  'request.unknown_route',
  'request.method_not_allowed',
  'request.cross_site',
  'server.error',
  'server.unavailable',
  'server.overloaded',
  'request.rate_limited',
  'request.address_too_long',
  'request.headers_too_large',
  'request.timeout',
  'server.too_many_connections',
];

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Where a problem's `type` leads: every documented code, and the routes that refuse with it. */
export function errorsPage(controllers: readonly HttpController[], shopName: string): string {
  const routesByCode = new Map(ANYWHERE.map((code) => [code, ['any address']]));
  for (const { doc } of controllers.flatMap(({ routes }) => routes)) {
    for (const code of [...commonProblems(doc), ...(doc.problems ?? [])]) {
      routesByCode.set(code, [...(routesByCode.get(code) ?? []), `${doc.method.toUpperCase()} ${doc.path}`]);
    }
  }
  const sections = [...routesByCode]
    .sort(([left], [right]) => left.localeCompare(right))
    .map(
      ([code, routes]) =>
        `<h2 id="${escaped(code)}"><code>${escaped(code)}</code></h2><ul>${routes.map((route) => `<li>${escaped(route)}</li>`).join('')}</ul>`,
    );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(shopName)}: codes</title><style>${STYLE}</style></head><body><h1>Codes</h1><p>Each problem carries one of these in <code>code</code>, with a <code>detail</code> that is safe to show. Below each: the routes that refuse with it.</p>${sections.join('')}</body></html>`;
}
