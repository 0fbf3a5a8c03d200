import type { OrderId, PaymentId } from '../../../domain/shared/ids.js';
import type { Payment } from '../../../domain/payment/payment.js';

/** Tries to pay. Whoever changes one has found, and so locked, its order first (see OrderRepository). */
export interface PaymentRepository {
  /** Every try to pay this order, the oldest first. */
  ofOrder(orderId: OrderId): Promise<readonly Payment[]>;

  /** To learn which order it belongs to; to change it, find that order and ask `ofOrder`. */
  find(paymentId: PaymentId): Promise<Payment | undefined>;

  /**
   * Inserts or updates; what happened is appended to the payment's log, and its events are stored with it.
   * @throws ConcurrencyConflict when the stored version is not `payment.version`.
   */
  save(payment: Payment): Promise<void>;
}
