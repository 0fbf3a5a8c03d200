import { IdempotencyKeyReused } from '../../../application/shared/errors.js';
import type { ClaimState, RequestClaim, RequestLog } from '../../../application/shared/ports/request-log.js';
import type { Transaction } from '../shared/transaction.js';

interface ClaimRow {
  readonly fingerprint: string;
  readonly resource_id: string | null;
  readonly claimed_at: Date;
  readonly output: unknown;
  readonly is_new: boolean;
}

/** Inserts, or takes over a claim past its time; waits for whoever is inserting the same key right now. */
const CLAIM = {
  name: 'requests.claim',
  text: `insert into request_claims as known (caller, key, fingerprint, resource_id, claimed_at)
    values ($1, $2, $3, $4, now())
    on conflict (caller, key) do update
      set fingerprint = excluded.fingerprint, resource_id = excluded.resource_id, claimed_at = excluded.claimed_at, output = null
      where known.claimed_at < now() - interval '24 hours'
    returning true as is_new`,
};
const KNOWN = {
  name: 'requests.known',
  text: 'select fingerprint, resource_id, claimed_at, output, false as is_new from request_claims where caller = $1 and key = $2',
};
const ANSWER = {
  name: 'requests.answer',
  text: 'update request_claims set output = $2::jsonb where resource_id = $1 and output is null',
};
const FORGET = {
  name: 'requests.forget',
  text: `with gone as (delete from request_claims where claimed_at < now() - interval '24 hours' returning 1) select count(*)::int as gone from gone`,
};

/** The claims, in the transaction of their effect. */
export class SqlRequestLog implements RequestLog {
  constructor(private readonly transaction: Pick<Transaction, 'sql'>) {}

  async claim({ caller, key, fingerprint }: RequestClaim, resourceId: string): Promise<ClaimState> {
    const { sql } = this.transaction;
    const [claimed] = await sql.query<ClaimRow>(CLAIM, [caller, key, fingerprint, resourceId]);
    if (claimed) return { state: 'new' };
    const [known] = await sql.query<ClaimRow>(KNOWN, [caller, key]);
    if (!known) return this.claim({ caller, key, fingerprint }, resourceId); // swept between the two statements
    if (known.fingerprint !== fingerprint) throw new IdempotencyKeyReused();
    if (known.output === null) return { state: 'running', resourceId: known.resource_id, claimedAt: known.claimed_at };
    return { state: 'answered', output: known.output };
  }

  async answer(resourceId: string, output: object): Promise<void> {
    await this.transaction.sql.query(ANSWER, [resourceId, JSON.stringify(output)]);
  }

  async forgetOld(): Promise<number> {
    const [row] = await this.transaction.sql.query<{ gone: number }>(FORGET);
    return row?.gone ?? 0;
  }
}
