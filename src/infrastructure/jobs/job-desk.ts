import type { PoolSql } from '../persistence/shared/sql.js';

export interface UnfinishedJob {
  readonly id: string;
  readonly handler: string;
  readonly event: string;
  readonly aggregateId: string;
  readonly tries: number;
  /** It is not tried again by itself. */
  readonly hasGivenUp: boolean;
  /** When it is tried next; in the past when its turn has come. */
  readonly nextTry: Date;
  readonly lastError: string | null;
}

interface Row {
  readonly id: string;
  readonly handler: string;
  readonly event: string;
  readonly aggregate_id: string;
  readonly tries: number;
  readonly has_given_up: boolean;
  readonly next_try: Date;
  readonly last_error: string | null;
}

const IS_THERE = { name: 'desk.is_there', text: `select to_regclass('graphile_worker._private_jobs') is not null as there` };
const LIST = {
  name: 'desk.list',
  text: `select job.id::text, split_part(task.identifier, ':', 1) as handler, event ->> 'type' as event,
      event ->> 'aggregateId' as aggregate_id, job.attempts as tries, job.attempts >= job.max_attempts as has_given_up,
      job.run_at as next_try, job.last_error
    from graphile_worker._private_jobs as job join graphile_worker._private_tasks as task on task.id = job.task_id
      cross join json_array_elements(case json_typeof(job.payload) when 'array' then job.payload else json_build_array(job.payload) end) as event
    where job.attempts > 0 and job.locked_at is null
    order by has_given_up desc, job.id limit 1000`,
};
const WANTED = `select array(select id from graphile_worker._private_jobs
      where attempts > 0 and locked_at is null and case when $1::bigint[] is null then attempts >= max_attempts else id = any($1) end) as ids`;
const RETRY = {
  name: 'desk.retry',
  text: `with wanted as (${WANTED})
    select job.id from wanted, graphile_worker.reschedule_jobs(wanted.ids, run_at := now(), attempts := 0) as job`,
};
const DROP = {
  name: 'desk.drop',
  text: `with wanted as (${WANTED}) select job.id from wanted, graphile_worker.complete_jobs(wanted.ids) as job`,
};

/** Jobs that have failed at least once, a line for each of their events, for whoever has to look after them. */
export class JobDesk {
  constructor(private readonly sql: PoolSql) {}

  /** Those that gave up first. */
  async list(): Promise<readonly UnfinishedJob[]> {
    if (!(await this.#isThere())) return [];
    const rows = await this.sql.query<Row>(LIST);
    return rows.map((row) => ({
      id: row.id,
      handler: row.handler,
      event: row.event,
      aggregateId: row.aggregate_id,
      tries: row.tries,
      hasGivenUp: row.has_given_up,
      nextTry: row.next_try,
      lastError: row.last_error,
    }));
  }

  /** Gives jobs all their tries again, from now on. @param ids null: all that gave up. @returns how many. */
  async retry(ids: readonly string[] | null): Promise<number> {
    return (await this.#isThere()) ? (await this.sql.query(RETRY, [ids])).length : 0;
  }

  /** Forgets jobs that nobody needs any more. @param ids null: all that gave up. @returns how many. */
  async drop(ids: readonly string[] | null): Promise<number> {
    return (await this.#isThere()) ? (await this.sql.query(DROP, [ids])).length : 0;
  }

  async #isThere(): Promise<boolean> {
    const [row] = await this.sql.query<{ there: boolean }>(IS_THERE);
    return row?.there === true;
  }
}
