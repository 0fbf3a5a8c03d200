import type { Order } from '../../domain/order/order.js';
import type { Payment } from '../../domain/payment/payment.js';
import type { PaymentId } from '../../domain/shared/ids.js';
import { orderViewOf, type OrderView } from '../order/ports/order-view.js';

/**
 * What a checkout, or another try to pay, came to; plain data, so that the answer to a keyed request can be kept and given again.
 * `confirmed` paid, promised or free · `pending` the provider has not said, or the buyer has to do something first ·
 * `declined` no, and the order waits for another try · `known` the order as it stands.
 */
export interface CheckoutAnswer {
  readonly outcome: 'confirmed' | 'pending' | 'declined' | 'known';
  readonly order: OrderView;
  readonly paymentId: PaymentId | null;
  readonly declineCode: string | null;
}

/** Nothing has shipped while an order is being paid. */
const viewOf = (order: Order, tries: readonly Payment[]): OrderView =>
  orderViewOf(
    order.toState(),
    tries.map((payment) => payment.toState()),
    [],
  );

export function checkoutAnswer(order: Order, tries: readonly Payment[], paid: Payment | undefined): CheckoutAnswer {
  const declineCode = paid?.toState().declineCode ?? null;
  return { outcome: outcomeOf(order, paid), order: viewOf(order, tries), paymentId: paid?.id ?? null, declineCode };
}

/** For a client that asks again for what is done already. */
export const knownOrder = (order: Order, tries: readonly Payment[]): CheckoutAnswer => ({
  outcome: 'known',
  order: viewOf(order, tries),
  paymentId: tries[tries.length - 1]?.id ?? null,
  declineCode: null,
});

function outcomeOf(order: Order, paid: Payment | undefined): CheckoutAnswer['outcome'] {
  if (order.status === 'confirmed' || order.status === 'completed') return 'confirmed';
  if (order.status !== 'pending') return 'known';
  return paid?.status === 'failed' ? 'declined' : 'pending';
}
