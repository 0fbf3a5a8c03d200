import type { PaymentStatus } from '../../../domain/payment/payment-state.js';
import type { OrderId, PaymentId, RefundId } from '../../../domain/shared/ids.js';
import type { Money } from '../../../domain/shared/money.js';
import type { KnownPayment } from './payment-gateway.js';

/** One line of our own books. */
export interface PaymentOnRecord extends KnownPayment {
  readonly orderId: OrderId;
  readonly status: PaymentStatus;
  readonly changedAt: Date;
  /** Of refunds that succeeded. */
  readonly refunded: Money;
  /** Of refunds that the provider may have heard of. */
  readonly onItsWayBack: Money;
}

/** A refund that no provider has ended yet: it did not answer, or said that it takes its time. */
export interface UnansweredRefund {
  readonly refundId: RefundId;
  readonly paymentId: PaymentId;
  readonly orderId: OrderId;
  readonly gateway: string;
}

/** Our books, for comparing them with those of a provider. */
export interface PaymentBooks {
  /** Payments by this gateway that were opened in this half-open period; not those that come by hand, of which no provider knows. */
  openedBetween(gateway: string, from: Date, to: Date): Promise<readonly PaymentOnRecord[]>;

  /** Those that were asked for before `before`; by age, the oldest first, those behind `after` only. Not of money that came by hand. */
  unansweredRefunds(before: Date, limit: number, after?: RefundId): Promise<readonly UnansweredRefund[]>;
}
