import type { ProviderEvent } from '../payment/ports/payment-gateway.js';
import type { ProviderEventLog } from '../payment/ports/provider-event-log.js';
import type { SettlePayment, SettlingScope } from './settle-payment.js';

export interface HearingScope extends SettlingScope {
  readonly providerEvents: ProviderEventLog;
}

/**
 * Lets an event have its effect, in the unit of work in which it is written down.
 * @returns false when it comes too early: what it speaks of is not here yet.
 */
export async function applyProviderEvent(
  scope: HearingScope,
  gateway: string,
  { paymentId, news }: ProviderEvent,
  { settlePayment, at }: { readonly settlePayment: SettlePayment; readonly at: Date },
): Promise<boolean> {
  if (paymentId === null || news.kind === 'nothing') return true;
  const { orders, payments } = scope;
  const known = await payments.find(paymentId);
  // One provider has no say about the payments of another.
  if (known?.gateway !== gateway) return false;
  const { orderId } = known;
  if (news.kind === 'payment') {
    // Who waits under an Idempotency-Key is answered by what is decided, not by what is still open.
    const isKeyed = news.word.outcome !== 'processing' && news.word.outcome !== 'requires_action';
    await settlePayment.settleIn(scope, { orderId, paymentId, word: news.word, source: 'webhook', isKeyed });
    return true;
  }
  const [, tries] = await Promise.all([orders.find(orderId), payments.ofOrder(orderId)]);
  const payment = tries.find(({ id }) => id === paymentId) ?? known;
  const heard = news.kind === 'refund' ? payment.hearRefund(news, at) : payment.chargeBack(at);
  if (heard === 'moved') await payments.save(payment, 'webhook');
  return heard !== 'too_early';
}
