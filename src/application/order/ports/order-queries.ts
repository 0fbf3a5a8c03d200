import type { HistoryEntry } from '../../../domain/order/order-history.js';
import type { OrderStatus } from '../../../domain/order/order-state.js';
import type { OrderPaymentStatus } from '../../../domain/payment/payment-state.js';
import type { CustomerId, OrderId } from '../../../domain/shared/ids.js';
import type { ShippingStatus } from '../../../domain/shipping/shipping-status.js';
import type { Page, PageRequest } from '../../shared/page.js';
import type { OrderView } from './order-view.js';

export type { HistoryEntry };

export interface OrderFilter {
  readonly status?: OrderStatus | undefined;
  readonly paymentStatus?: OrderPaymentStatus | undefined;
  readonly shippingStatus?: ShippingStatus | undefined;
  readonly customerId?: CustomerId | undefined;
  /** Part of a number, an e-mail address or a SKU, in any case. */
  readonly text?: string | undefined;
  /** Both inclusive. */
  readonly placedFrom?: Date | undefined;
  readonly placedTo?: Date | undefined;
}

/** What screens show; a stranger's order is undefined, like an unknown one. */
export interface OrderQueries {
  /** @param customerId whose order it must be; null: anybody's, for the back office, mails and jobs. */
  detailsOf(orderId: OrderId, customerId: CustomerId | null): Promise<OrderView | undefined>;

  /** The newest first; a constant number of statements, however long the page. */
  search(filter: OrderFilter, page: PageRequest): Promise<Page<OrderView>>;

  /** The oldest first. @param customerId as for `detailsOf`. */
  historyOf(orderId: OrderId, customerId: CustomerId | null): Promise<readonly HistoryEntry[] | undefined>;

  /** Orders that nobody has paid or promised to pay by `at`; by age, the oldest first, those behind `after` only. */
  overdueAt(at: Date, limit: number, after?: OrderId): Promise<readonly OrderId[]>;
}
