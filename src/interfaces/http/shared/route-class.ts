import type { RateRule, RouteDoc } from './route.js';

/** What a route is for: it decides how often it may be asked, and what gives way when there is too much to do. */
export type RouteClass = 'health' | 'media' | 'public' | 'personal' | 'uploads' | 'webhooks' | 'money';

const HEALTH = /^\/(?:health\/.*|metrics)?$/;
const MONEY = /^\/api\/(?:admin\/)?(?:orders|payments|refunds)(?:\/|$)/;
const BACK_FROM_THE_BANK = /^\/api\/payments\/\{\w+\}\/return$/;

type Described = Pick<RouteDoc, 'method' | 'path' | 'access' | 'raw' | 'multipart'>;

export function routeClassOf({ method, path, access, raw, multipart }: Described): RouteClass {
  if (HEALTH.test(path)) return 'health';
  if (path.startsWith('/media/')) return 'media';
  if (raw) return 'webhooks';
  if (multipart) return 'uploads';
  if ((method !== 'get' && MONEY.test(path)) || BACK_FROM_THE_BANK.test(path)) return 'money';
  return access === 'anyone' && method === 'get' ? 'public' : 'personal';
}

export interface RateRules {
  readonly byAddress?: string;
  /** Of whoever is signed in. */
  readonly byAccount?: string;
}

/** Under which rules a request is counted. Health answers always; pictures are named by what is in them and stay in every cache. */
export function rateRulesOf(doc: Described & { readonly limit?: RateRule }): RateRules {
  if (doc.limit) return { byAddress: doc.limit };
  const routeClass = routeClassOf(doc);
  if (routeClass === 'health' || routeClass === 'media') return {};
  if (routeClass === 'public' || routeClass === 'webhooks') return { byAddress: routeClass };
  return { byAddress: routeClass, byAccount: `${routeClass}-account` };
}
