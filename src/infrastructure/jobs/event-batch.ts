import type { EventHandler, ToldEvent } from '../../application/shared/event-handler.js';
import type { EventJob } from './event-jobs.js';

export interface BatchOutcome {
  readonly failed: readonly { readonly job: EventJob; readonly error: unknown }[];
  /** Their turn did not come before the end. */
  readonly untouched: readonly EventJob[];
}

/** Of one batch, beside one another: handlers mostly wait for the database or a mail server. */
const LANES = 8;

export const toldBy = ({ id, occurredAt, ...event }: EventJob): ToldEvent => ({
  event: { ...event, occurredAt: new Date(occurredAt) },
  eventId: id,
});

/**
 * Lets a handler work on many events: on all at once where it can, else, or when that fails, on each by itself. One that fails keeps
 * no other from its turn.
 * @param mayGoOn false: no further one is begun.
 */
export async function workThrough(handler: EventHandler, jobs: readonly EventJob[], mayGoOn: () => boolean): Promise<BatchOutcome> {
  if (handler.handleAll && jobs.length > 1) {
    try {
      await handler.handleAll(jobs.map(toldBy));
      return { failed: [], untouched: [] };
    } catch {
      // Whoever is to blame is found below.
    }
  }
  const left = [...jobs];
  const failed: { job: EventJob; error: unknown }[] = [];
  const lane = async (): Promise<void> => {
    while (mayGoOn()) {
      const job = left.shift();
      if (!job) return;
      const { event, eventId } = toldBy(job);
      try {
        await handler.handle(event, eventId);
      } catch (error) {
        failed.push({ job, error });
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { failed, untouched: left };
}
