import type { Gauges, Measured, Reading } from './prometheus-metrics.js';

/** What waits in the database; see `SqlBacklog`. */
interface Backlog {
  readonly events: number;
  readonly eventsAge: number;
  readonly jobs: { readonly waiting: number; readonly failed: number; readonly givenUp: number };
  readonly parkedNotices: number;
  readonly paymentsInReview: number;
  readonly webhookRefusals: readonly { readonly gateway: string; readonly refused: number }[];
}

const shared = (name: string, help: string, labels: readonly string[] = []): Reading => ({ name, help, labels, isShared: true });

const UP = shared('portico_db_up', 'Whether the database answered this page in time');
const EVENTS = shared('portico_outbox_events', 'Committed events that no relay has handed over yet');
const AGE = shared('portico_outbox_age_seconds', 'Age of the oldest of them');
const JOBS = shared('portico_jobs_backlog', 'Jobs that are not done: waiting, failed (and tried again) or given_up', ['state']);
const PARKED = shared('portico_provider_events_parked', 'Notices of payment providers that wait for what they speak of');
const REVIEW = shared('portico_payments_in_review', 'Payments that a person has to look at');
const REFUSALS = shared('portico_webhooks_refused', 'Notices that were not signed as they should be, ever', ['gateway']);

const PATIENCE_MS = 1_000;
/** Several processes and several watchers ask; the answer may be a little old. */
const FRESH_MS = 2_000;

const measuredOf = (backlog: Backlog): readonly Measured[] => [
  { reading: UP, value: 1 },
  { reading: EVENTS, value: backlog.events },
  { reading: AGE, value: backlog.eventsAge },
  { reading: JOBS, value: backlog.jobs.waiting, labels: { state: 'waiting' } },
  { reading: JOBS, value: backlog.jobs.failed, labels: { state: 'failed' } },
  { reading: JOBS, value: backlog.jobs.givenUp, labels: { state: 'given_up' } },
  { reading: PARKED, value: backlog.parkedNotices },
  { reading: REVIEW, value: backlog.paymentsInReview },
  ...backlog.webhookRefusals.map(({ gateway, refused }) => ({ reading: REFUSALS, value: refused, labels: { gateway } })),
];

/** One look at a time, however many ask; a database that does not answer within a second is down, and the page comes without the rest. */
export function backlogGauges(look: () => Promise<Backlog>): Gauges {
  let known: { readonly at: number; readonly answer: Promise<readonly Measured[]> } | undefined;
  return () => {
    if (known && Date.now() - known.at < FRESH_MS) return known.answer;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('too late')), PATIENCE_MS);
    });
    const answer = Promise.race([look(), late])
      .then(measuredOf, () => [{ reading: UP, value: 0 }])
      .finally(() => clearTimeout(timer));
    known = { at: Date.now(), answer };
    return answer;
  };
}
