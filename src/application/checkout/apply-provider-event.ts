import type { Payment } from '../../domain/payment/payment.js';
import type { ProviderEvent } from '../payment/ports/payment-gateway.js';
import type { ProviderEventLog } from '../payment/ports/provider-event-log.js';
import type { HeldOrder, SettlePayment, SettlingScope } from './settle-payment.js';

export interface HearingScope extends SettlingScope {
  readonly providerEvents: ProviderEventLog;
}

/** The payment that an event speaks of; `nothing` when there is nothing to do, undefined when it is not here. */
type EventSubject = Payment | 'nothing' | undefined;

/** To learn which order has to be locked; one provider has no say about the payments of another. */
export async function subjectOf(
  { payments }: Pick<HearingScope, 'payments'>,
  gateway: string,
  { paymentId, news }: ProviderEvent,
): Promise<EventSubject> {
  if (paymentId === null || news.kind === 'nothing') return 'nothing';
  const known = await payments.find(paymentId);
  return known?.gateway === gateway ? known : undefined;
}

/**
 * Lets an event have its effect, in the unit of work in which it is written down and its order is locked.
 * @returns false when it comes too early: the refund that it speaks of is not here yet.
 */
export async function applyProviderEvent(
  scope: HearingScope,
  { news }: ProviderEvent,
  { id: paymentId, orderId }: Payment,
  { held, settlePayment, at }: { readonly held: HeldOrder; readonly settlePayment: SettlePayment; readonly at: Date },
): Promise<boolean> {
  if (news.kind === 'nothing') return true;
  if (news.kind === 'payment') {
    // Who waits under an Idempotency-Key is answered by what is decided, not by what is still open.
    const isKeyed = news.word.outcome !== 'processing' && news.word.outcome !== 'requires_action';
    await settlePayment.settleIn(scope, { orderId, paymentId, word: news.word, source: 'webhook', isKeyed, held });
    return true;
  }
  const payment = held.tries.find(({ id }) => id === paymentId);
  if (!payment) return false;
  const heard = news.kind === 'refund' ? payment.hearRefund(news, at) : payment.chargeBack(at);
  if (heard === 'moved') await scope.payments.save(payment, 'webhook');
  return heard !== 'too_early';
}
