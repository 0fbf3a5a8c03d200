import type { ParkedEvent, ParkedPlace } from '../payment/ports/provider-event-log.js';
import type { Clock } from '../shared/ports/clock.js';
import type { Logger } from '../shared/ports/logger.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { applyProviderEvent, subjectOf, type HearingScope } from './apply-provider-event.js';
import { holdOrder, type SettlePayment } from './settle-payment.js';

/** What has waited for so long is somebody's mistake. */
const ALARM_AFTER_MS = 10 * 60_000;
/** Nobody hopes any more. */
const GIVEN_UP_AFTER_MS = 30 * 86_400_000;

/**
 * Lets events that came too early have their effect once what they speak of is here, and raises an alarm for those that wait too
 * long. Safe to run on several workers at once: each event is one worker's.
 */
export class ApplyParkedEvents {
  constructor(
    private readonly unitOfWork: UnitOfWork<HearingScope>,
    private readonly settlePayment: SettlePayment,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** @returns how many had their effect. */
  async execute(): Promise<number> {
    let applied = 0;
    for (let behind: ParkedPlace | undefined; ;) {
      const place = behind;
      const done = await this.unitOfWork.run((scope) => this.#next(scope, place));
      if (!done) return applied;
      const { receivedAt, event } = done.parked;
      behind = { receivedAt, eventId: event.id };
      if (done.fate === 'applied') applied += 1;
      if (done.fate === 'alarmed') this.#alarm(done.parked);
    }
  }

  async #next(scope: HearingScope, behind: ParkedPlace | undefined) {
    const at = this.clock.now();
    const parked = await scope.providerEvents.nextParked(new Date(at.getTime() - GIVEN_UP_AFTER_MS), behind);
    if (!parked) return undefined;
    const { gateway, event, receivedAt, isAlarmed } = parked;
    if (await this.#apply(scope, parked, at)) {
      await scope.providerEvents.applied(gateway, event.id, at);
      return { parked, fate: 'applied' } as const;
    }
    if (isAlarmed || at.getTime() - receivedAt.getTime() < ALARM_AFTER_MS) return { parked, fate: 'waits' } as const;
    await scope.providerEvents.alarmed(gateway, event.id, at);
    return { parked, fate: 'alarmed' } as const;
  }

  async #apply(scope: HearingScope, { gateway, event }: ParkedEvent, at: Date): Promise<boolean> {
    const subject = await subjectOf(scope, gateway, event);
    if (subject === undefined || subject === 'nothing') return subject === 'nothing';
    const held = await holdOrder(scope, subject.orderId);
    return applyProviderEvent(scope, event, subject, { held, settlePayment: this.settlePayment, at });
  }

  #alarm({ gateway, event, receivedAt }: ParkedEvent): void {
    const { id: eventId, type, paymentId } = event;
    const fields = { alarm: true, gateway, eventId, type, paymentId, receivedAt: receivedAt.toISOString() };
    this.logger.error('A provider speaks of a payment or a refund that nobody here knows', fields);
  }
}
