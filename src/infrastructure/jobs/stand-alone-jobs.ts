import type { Pool } from 'pg';
import type { BatchOutcome } from './event-batch.js';
import { ADD_JOBS, jobOf } from './event-jobs.js';

/** The library's own rhythm, as if each had been a job from the beginning. */
const REMEMBER = `update graphile_worker._private_jobs as job
  set attempts = $2::int, last_error = fate.error, run_at = now() + exp(least($2::int, 10)) * interval '1 second', updated_at = now()
  from jsonb_to_recordset($1::jsonb) as fate (key text, error text) where job.key = fate.key`;

/**
 * Gives what did not work out in a batch jobs of their own, so that tries, pauses and the end of all tries count for each event by
 * itself; what was not begun gets all its tries. The batch is over then: nobody repeats what succeeded.
 */
export class StandAloneJobs {
  constructor(private readonly pool: Pool) {}

  /** @param tries how often the batch has been begun. */
  async add(handler: string, { failed, untouched }: BatchOutcome, tries: number): Promise<void> {
    const jobs = [...failed.map(({ job }) => job), ...untouched].map((job) => jobOf(handler, job));
    if (jobs.length === 0) return;
    const fates = failed.map(({ job, error }) => ({
      key: jobOf(handler, job).key,
      error: error instanceof Error ? error.message : String(error),
    }));
    const client = await this.pool.connect();
    let fault: Error | undefined;
    try {
      await client.query('begin');
      await client.query(`select count(*) from ${ADD_JOBS}`, [JSON.stringify(jobs)]);
      await client.query(REMEMBER, [JSON.stringify(fates), tries]);
      await client.query('commit');
    } catch (error) {
      fault = error instanceof Error ? error : new Error(String(error));
      throw fault;
    } finally {
      client.release(fault);
    }
  }
}
