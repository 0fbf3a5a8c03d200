import type { PaymentStatus } from '../../../domain/payment/payment-state.js';
import type { OrderId } from '../../../domain/shared/ids.js';
import type { Money } from '../../../domain/shared/money.js';
import type { KnownPayment } from './payment-gateway.js';

/** One line of our own books. */
export interface PaymentOnRecord extends KnownPayment {
  readonly orderId: OrderId;
  readonly status: PaymentStatus;
  readonly captured: Money;
  /** Of refunds that succeeded. */
  readonly refunded: Money;
  /** Of refunds that the provider may have heard of. */
  readonly onItsWayBack: Money;
}

/** Our books, for comparing them with those of a provider. */
export interface PaymentBooks {
  /** Payments by this gateway that were opened in this half-open period; not those that come by hand, of which no provider knows. */
  openedBetween(gateway: string, from: Date, to: Date): Promise<readonly PaymentOnRecord[]>;
}
