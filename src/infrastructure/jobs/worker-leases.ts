import type { Pool } from 'pg';

const BEAT = `insert into job_workers (id, seen_at) values ($1, now()) on conflict (id) do update set seen_at = excluded.seen_at`;

/** Jobs that were taken just now are left alone: their worker may not have said its first word yet. */
const TAKE_OVER = `select graphile_worker.force_unlock_workers(array(
    select distinct locked_by from graphile_worker._private_jobs as job
    where locked_at < now() - $1::interval
      and not exists (select from job_workers where id = job.locked_by and seen_at > now() - $1::interval)))`;
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

  async takeOver(): Promise<void> {
    await this.pool.query(TAKE_OVER, [`${this.silence} seconds`]);
    await this.pool.query(FORGET);
  }
}
