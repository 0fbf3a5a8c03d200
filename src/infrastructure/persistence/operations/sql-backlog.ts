import type { PoolSql } from '../shared/sql.js';

/** What waits in the database, for whoever watches the shop. */
export interface Backlog {
  /** Events that no relay has handed over, at most 10,000 of them. */
  readonly events: number;
  /** Of the oldest of them, in seconds. */
  readonly eventsAge: number;
  /** Jobs whose time has come, jobs that wait for another try, jobs that nobody will try again. */
  readonly jobs: { readonly waiting: number; readonly failed: number; readonly givenUp: number };
  /** Notices of providers that wait for what they speak of. */
  readonly parkedNotices: number;
  readonly paymentsInReview: number;
  /** Notices that were not signed as they should be, by gateway, ever. */
  readonly webhookRefusals: readonly { readonly gateway: string; readonly refused: number }[];
}

interface Row {
  readonly events: number;
  readonly events_age: number;
  readonly parked: number;
  readonly in_review: number;
  readonly refusals: Readonly<Record<string, number>> | null;
  readonly has_jobs: boolean;
}

interface JobsRow {
  readonly waiting: number;
  readonly failed: number;
  readonly given_up: number;
}

const LOOK = {
  name: 'backlog.look',
  text: `select (select count(*) from (select from outbox where published_at is null limit 10000) as waiting) as events,
      coalesce((select extract(epoch from now() - occurred_at) from outbox where published_at is null order by id limit 1), 0)::float8 as events_age,
      (select count(*) from (select from provider_events where applied_at is null limit 10000) as parked) as parked,
      (select count(*) from (select from payments where status = 'needs_review' limit 10000) as review) as in_review,
      (select jsonb_object_agg(gateway, refused) from webhook_refusals) as refusals,
      to_regclass('graphile_worker._private_jobs') is not null as has_jobs`,
};
const JOBS = {
  name: 'backlog.jobs',
  text: `select count(*) filter (where attempts = 0) as waiting,
      count(*) filter (where attempts > 0 and attempts < max_attempts) as failed,
      count(*) filter (where attempts >= max_attempts) as given_up
    from (select attempts, max_attempts from graphile_worker._private_jobs where locked_at is null limit 100000) as job`,
};
const NO_JOBS: JobsRow = { waiting: 0, failed: 0, given_up: 0 };

export class SqlBacklog {
  constructor(private readonly sql: PoolSql) {}

  async look(): Promise<Backlog> {
    const [row] = await this.sql.query<Row>(LOOK);
    if (row === undefined) throw new Error('A statement without a table answered nothing');
    const [jobs = NO_JOBS] = row.has_jobs ? await this.sql.query<JobsRow>(JOBS) : [];
    return {
      events: row.events,
      eventsAge: row.events_age,
      jobs: { waiting: jobs.waiting, failed: jobs.failed, givenUp: jobs.given_up },
      parkedNotices: row.parked,
      paymentsInReview: row.in_review,
      webhookRefusals: Object.entries(row.refusals ?? {}).map(([gateway, refused]) => ({ gateway, refused })),
    };
  }
}
