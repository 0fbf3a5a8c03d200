import type { PaymentEvent } from '../../domain/payment/payment-events.js';
import type { EventHandler } from '../shared/event-handler.js';
import type { Logger } from '../shared/ports/logger.js';

/** What a person has to look at, in their words. */
export const PAYMENT_TROUBLE = {
  'payment.review_needed': 'A provider took another sum than was asked for: the payment waits for somebody to look at it',
  'payment.sum_differs': 'A provider names another sum than ours for a payment that goes on: somebody has to look at it',
  'payment.charged_back': 'A bank took money back: what becomes of the order is for somebody to decide',
  'payment.refund_failed': 'A refund failed: the money is still here, and the refund can be tried again',
  'payment.refund_reversed': 'A refund failed after it had succeeded: the money is back here, and the refund can be tried again',
} as const satisfies Partial<Record<PaymentEvent['type'], string>>;

export type PaymentTrouble = keyof typeof PAYMENT_TROUBLE;

/** Writes a line to the log that is marked as an alarm; repeating it writes it again. */
export class RaiseAlarmOnPaymentTrouble implements EventHandler<PaymentEvent> {
  readonly name: string;

  constructor(
    readonly on: PaymentTrouble,
    private readonly logger: Logger,
  ) {
    this.name = `alarm-on-${on.replace(/[._]/g, '-')}`;
  }

  handle({ aggregateId: paymentId, payload }: PaymentEvent): Promise<void> {
    const { orderId, gateway, amount } = payload;
    const refundId = 'refundId' in payload ? payload.refundId : undefined;
    const named = 'named' in payload ? payload.named : undefined;
    this.logger.error(PAYMENT_TROUBLE[this.on], { alarm: true, paymentId, orderId, gateway, refundId, amount, named });
    return Promise.resolve();
  }
}
