import type { Context } from 'koa';
import type { AccountId, SessionId } from '../../../domain/shared/ids.js';

export type Role = 'customer' | 'vendor' | 'admin';

/** Who is asking, as proven by the request and still true now. */
export interface Caller {
  readonly accountId: AccountId;
  readonly sessionId: SessionId;
  readonly roles: readonly Role[];
}

/** Finds out who is asking; no, a bad or an expired identity is undefined. */
export type Authenticate = (ctx: Context) => Promise<Caller | undefined>;
