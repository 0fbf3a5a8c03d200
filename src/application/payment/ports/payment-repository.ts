import type { OrderId, PaymentId } from '../../../domain/shared/ids.js';
import type { Payment } from '../../../domain/payment/payment.js';

/** Who brought what happened: ourselves · a provider's answer to our call, or to our question later · the provider by itself. */
export type LedgerSource = 'shop' | 'answer' | 'asked' | 'webhook';

/** Tries to pay. Whoever changes one has found, and so locked, its order first (see OrderRepository). */
export interface PaymentRepository {
  /** Every try to pay this order, the oldest first. */
  ofOrder(orderId: OrderId): Promise<readonly Payment[]>;

  /** To learn which order it belongs to; to change it, find that order and ask `ofOrder`. */
  find(paymentId: PaymentId): Promise<Payment | undefined>;

  /**
   * Inserts or updates; what happened is appended to the payment's ledger, and its events are stored with it. The captured and
   * refunded sums of the ledger are always those of the payment.
   * @param source `shop` unless said otherwise.
   * @throws ConcurrencyConflict when the stored version is not `payment.version`.
   */
  save(payment: Payment, source?: LedgerSource): Promise<void>;
}
