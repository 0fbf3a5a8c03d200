import type { Pool } from 'pg';

const BEAT = `insert into job_workers (id, seen_at) values ($1, now()) on conflict (id) do update set seen_at = excluded.seen_at`;

/** Jobs that were taken just now are left alone: their worker may not have said its first word yet. */
const TAKE_OVER = `select graphile_worker.force_unlock_workers(array(
    select distinct locked_by from graphile_worker._private_jobs as job
    where locked_at < now() - $1::interval
      and not exists (select from job_workers where id = job.locked_by and seen_at > now() - $1::interval)))`;
/** Handed to a worker whose line broke before the answer came: it lives, and knows nothing of them. */
const PUT_BACK = `update graphile_worker._private_jobs set locked_at = null, locked_by = null
  where locked_by = $1 and locked_at < now() - $2::interval and not (id = any($3::bigint[]))`;
const FORGET = `delete from job_workers where seen_at < now() - interval '1 day'`;

/**
 * Says who is alive, and frees the jobs of those who are not: the library alone would wait four hours for a worker that was killed.
 * Whoever is only slow and loses a job that way makes it run twice, which handlers are safe against.
 */
export class WorkerLeases {
  /** @param silence after how many seconds a worker that says nothing counts as dead. */
  constructor(
    private readonly pool: Pool,
    private readonly silence: number,
  ) {}

  async renew(workerId: string): Promise<void> {
    await this.pool.query(BEAT, [workerId]);
  }

  /**
   * Gives back what this worker was handed and does not work on: its answer was lost on the way.
   * @param running the jobs that it does work on.
   */
  async putBackLost(workerId: string, running: readonly string[]): Promise<void> {
    await this.pool.query(PUT_BACK, [workerId, `${this.silence} seconds`, running]);
  }

  async takeOver(): Promise<void> {
    await this.pool.query(TAKE_OVER, [`${this.silence} seconds`]);
    await this.pool.query(FORGET);
  }
}
