import { IdempotencyInProgress, IdempotencyKeyReused } from '../../../application/shared/errors.js';
import type { ClaimState, RequestClaim, RequestLog } from '../../../application/shared/ports/request-log.js';
import { gaveUpWaiting } from '../shared/database-faults.js';
import type { Transaction } from '../shared/transaction.js';
import { readOutput, writeOutput } from './kept-output.js';

interface KnownRow {
  readonly fingerprint: string;
  readonly resource_id: string | null;
  readonly claimed_at: Date;
  readonly output: unknown;
  readonly is_answered: boolean;
  readonly reply: string | null;
}

/** Inserts, or takes over a claim past its time; waits for whoever is inserting the same key right now. */
const CLAIM = {
  name: 'requests.claim',
  text: `insert into request_claims as known (caller, key, fingerprint, resource_id, claimed_at)
    values ($1, $2, $3, $4, now())
    on conflict (caller, key) do update
      set fingerprint = excluded.fingerprint, resource_id = excluded.resource_id, claimed_at = excluded.claimed_at,
        output = null, reply = null
      where known.claimed_at < now() - interval '24 hours'
    returning true as is_new`,
};
const KNOWN = {
  name: 'requests.known',
  text: `select fingerprint, resource_id, claimed_at, output, output is not null as is_answered, reply
    from request_claims where caller = $1 and key = $2`,
};
const KEEP_OUTPUT = {
  name: 'requests.keep_output',
  text: 'update request_claims set output = $3::json where caller = $1 and key = $2 and output is null',
};
const ANSWER = {
  name: 'requests.answer',
  text: 'update request_claims set output = $2::json where resource_id = any($1::text[]) and output is null',
};
/** Nobody waits for the disk here: a reply that is lost with the power is made again of the output. */
const KEEP_REPLY = {
  name: 'requests.keep_reply',
  text: `with lightly as materialized (select set_config('synchronous_commit', 'off', true))
    update request_claims set reply = $4 from lightly
    where caller = $1 and key = $2 and fingerprint = $3 and output is not null and reply is null`,
};
const FORGET = {
  name: 'requests.forget',
  text: `with gone as (delete from request_claims where claimed_at < now() - interval '24 hours' returning 1) select count(*)::int as gone from gone`,
};

/** The claims, in the transaction of their effect. */
export class SqlRequestLog implements RequestLog {
  constructor(private readonly transaction: Pick<Transaction, 'sql'>) {}

  async claim(claim: RequestClaim, resourceId: string | null): Promise<ClaimState> {
    const { caller, key, fingerprint } = claim;
    const { sql } = this.transaction;
    if (await this.#isMine(claim, resourceId)) return { state: 'new' };
    const [known] = await sql.query<KnownRow>(KNOWN, [caller, key]);
    if (!known) return this.claim(claim, resourceId); // swept between the two statements
    if (known.fingerprint !== fingerprint) throw new IdempotencyKeyReused();
    if (!known.is_answered) return { state: 'running', resourceId: known.resource_id, claimedAt: known.claimed_at };
    return { state: 'answered', output: readOutput(known.output), reply: known.reply };
  }

  async #isMine({ caller, key, fingerprint }: RequestClaim, resourceId: string | null): Promise<boolean> {
    try {
      const [claimed] = await this.transaction.sql.query(CLAIM, [caller, key, fingerprint, resourceId]);
      return claimed !== undefined;
    } catch (error) {
      throw gaveUpWaiting(error) ? new IdempotencyInProgress() : error;
    }
  }

  async keepOutput({ caller, key }: RequestClaim, output: unknown): Promise<void> {
    this.transaction.sql.write(KEEP_OUTPUT, [caller, key, writeOutput(output)]);
  }

  async answer(resourceIds: readonly string[], output: object): Promise<void> {
    this.transaction.sql.write(ANSWER, [resourceIds, writeOutput(output)]);
  }

  async keepReply({ caller, key, fingerprint }: RequestClaim, reply: string): Promise<void> {
    this.transaction.sql.write(KEEP_REPLY, [caller, key, fingerprint, reply]);
  }

  async forgetOld(): Promise<number> {
    const [row] = await this.transaction.sql.query<{ gone: number }>(FORGET);
    return row?.gone ?? 0;
  }
}
