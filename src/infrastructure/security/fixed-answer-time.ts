import { setTimeout as sleep } from 'node:timers/promises';
import type { AnswerTime } from '../../application/identity/ports/answer-time.js';

/** Far above what the work takes on a healthy database, and too short for a person to notice. */
const ANSWER_MS = 120;

export class FixedAnswerTime implements AnswerTime {
  async level<Result>(work: () => Promise<Result>): Promise<Result> {
    const [outcome] = await Promise.allSettled([work(), sleep(ANSWER_MS)]);
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }
}
