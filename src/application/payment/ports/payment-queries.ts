import type { CustomerId, OrderId, PaymentId } from '../../../domain/shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import type { KnownPayment } from './payment-gateway.js';
import type { PaymentView } from '../../order/ports/order-view.js';

/** A try to pay that got no final word. */
export interface UnansweredPayment extends KnownPayment {
  readonly orderId: OrderId;
  readonly gateway: string;
}

/** What screens show; a stranger's payment is undefined, like an unknown one. */
export interface PaymentQueries {
  /** The newest first. */
  listOf(customerId: CustomerId, page: PageRequest): Promise<Page<PaymentView>>;

  /** By its own id, or by its order's: then the one that covers the order, else the last try. */
  detailsOf(paymentOrOrderId: string, customerId: CustomerId): Promise<PaymentView | undefined>;

  /** Those that wait for a provider's word and were last touched before `before`; by age, the oldest first, those behind `after` only. */
  unansweredSince(before: Date, limit: number, after?: PaymentId): Promise<readonly UnansweredPayment[]>;
}
