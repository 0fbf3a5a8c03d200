import type { PaymentStatus, RefundStatus } from '../../../domain/payment/payment-state.js';
import type { RefundId } from '../../../domain/shared/ids.js';
import type { PaymentView } from '../../order/ports/order-view.js';
import type { Page, PageRequest } from '../../shared/page.js';

/** Plain data like a PaymentView. */
export interface RefundView {
  readonly id: string;
  readonly paymentId: string;
  readonly orderId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly status: RefundStatus;
  readonly reason: string;
  readonly lines: readonly { readonly orderLineId: string; readonly quantity: number; readonly amountMinor: number }[];
  readonly shippingMinor: number;
  readonly createdAt: string;
}

/** What the back office sees of everybody's money; what has gone wrong is found by its status. */
export interface PaymentAdminQueries {
  /** The newest first. */
  payments(filter: { readonly status?: PaymentStatus | undefined }, page: PageRequest): Promise<Page<PaymentView>>;

  payment(paymentId: string): Promise<PaymentView | undefined>;

  /** The newest first. */
  refunds(filter: { readonly status?: RefundStatus | undefined }, page: PageRequest): Promise<Page<RefundView>>;

  refund(refundId: RefundId): Promise<RefundView | undefined>;
}
