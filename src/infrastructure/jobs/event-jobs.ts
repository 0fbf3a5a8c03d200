import type { EventHandler } from '../../application/shared/event-handler.js';
import type { HandOver, StoredEvent } from '../persistence/outbox/outbox-relay.js';

/** What a job carries: the event as it was, so that it can be handled long after the outbox has forgotten it. */
export interface EventJob extends Omit<StoredEvent, 'occurredAt'> {
  readonly occurredAt: string;
}

/**
 * Tries before a job is left for `npm run jobs`. The library waits e^tries seconds in between, about three and a half hours in all,
 * so that a provider may be away for an hour.
 */
const MAX_TRIES = 10;
/** Events that share a job at most: enough to make a job cheap, and few enough for several workers to share a rush. */
const TOGETHER = 50;

/** The library takes those with the lowest number first. */
const BEHIND_ALL_OTHERS = 10;

/** Jobs from the rows of `$1`: task, payload, key and priority. */
export const ADD_JOBS = `graphile_worker.add_jobs(array(
    select (job.task, job.payload, null, null, ${MAX_TRIES}, job.key, job.priority, null)::graphile_worker.job_spec
    from jsonb_to_recordset($1::jsonb) as job (task text, payload json, key text, priority integer)))`;
const ADD = { name: 'jobs.add', text: `select count(*) from ${ADD_JOBS}` };

/** The task for many events at once; a worker that does not know it leaves its jobs to those that do. */
export const manyOf = (handler: string): string => `${handler}:many`;

interface JobSpec {
  readonly task: string;
  readonly payload: object;
  readonly key: string | null;
  readonly priority?: number;
}

/** The job of one event: told twice, there is still one of it. */
export const jobOf = (handler: string, event: { readonly id: string }): JobSpec => ({
  task: handler,
  payload: event,
  key: `${handler}:${event.id}`,
});

function* inParts<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

/**
 * Each handler gets jobs of its own, so that one that fails keeps no other from its work, and a rush of events gets few of them: what
 * fails in one leaves it for a job of its own. All are written in one statement.
 */
export const eventJobs =
  (handlers: readonly EventHandler[]): HandOver =>
  async (sql, events) => {
    const jobs: JobSpec[] = [];
    for (const { name, on, isHeavy } of handlers) {
      const told = events.filter(({ type }) => type === on);
      for (const part of inParts(told, isHeavy ? 1 : TOGETHER)) {
        const [only] = part;
        const job = only && part.length === 1 ? jobOf(name, only) : { task: manyOf(name), payload: part, key: null };
        jobs.push(isHeavy ? { ...job, priority: BEHIND_ALL_OTHERS } : job);
      }
    }
    if (jobs.length > 0) await sql.query(ADD, [JSON.stringify(jobs)]);
  };
