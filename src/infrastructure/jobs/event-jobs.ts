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

const ADD = {
  name: 'jobs.add',
  text: `select count(*) from graphile_worker.add_jobs(array(
    select (job.task, job.payload, null, null, ${MAX_TRIES}, job.key, null, null)::graphile_worker.job_spec
    from jsonb_to_recordset($1::jsonb) as job (task text, payload json, key text)))`,
};

/** One job for each event and each of its handlers, so that one that fails keeps no other from its work; a batch is one statement. */
export const eventJobs =
  (handlers: readonly EventHandler[]): HandOver =>
  async (sql, events) => {
    const jobs = events.flatMap((event) =>
      handlers.filter(({ on }) => on === event.type).map(({ name }) => ({ task: name, payload: event, key: `${name}:${event.id}` })),
    );
    if (jobs.length > 0) await sql.query(ADD, [JSON.stringify(jobs)]);
  };
