import type { DomainEvent } from '../shared/domain-event.js';
import type { CustomerId, PaymentId, VariantId } from '../shared/ids.js';
import type { MoneyData } from '../shared/money.js';
import type { Actor, OrderStatus } from './order-state.js';

export type CancellationReason = 'requested_by_customer' | 'requested_by_shop';

/** What every step of an order tells: whose it is, who took the step, from where to where, and why. */
interface Step {
  readonly customerId: CustomerId | null;
  readonly by: Actor;
  readonly from: OrderStatus | null;
  readonly to: OrderStatus;
  readonly reason: string | null;
}

export type OrderPlaced = DomainEvent<
  'order.placed',
  Step & {
    readonly number: string;
    readonly items: readonly { readonly variantId: VariantId; readonly quantity: number }[];
    readonly total: MoneyData;
  }
>;
/** `paymentId` is null when there was nothing to pay, or the shop said so. */
export type OrderConfirmed = DomainEvent<'order.confirmed', Step & { readonly paymentId: PaymentId | null }>;
export type OrderCompleted = DomainEvent<'order.completed', Step>;
export type OrderCancelled = DomainEvent<'order.cancelled', Step & { readonly reason: CancellationReason }>;
export type OrderExpired = DomainEvent<'order.expired', Step>;
/** Money that came by another way was written down; `reason` is its reference. */
export type OrderPaidByHand = DomainEvent<'order.paid_by_hand', Step & { readonly paymentId: PaymentId }>;
/** Somebody decided, or wrote down, something about a payment of it; `reason` says what, and why. */
export type OrderPaymentHandled = DomainEvent<'order.payment_handled', Step & { readonly paymentId: PaymentId }>;

/** Pieces that will not be sent any more, while the others will. */
export type OrderLinesCalledOff = DomainEvent<
  'order.lines_called_off',
  Step & { readonly items: readonly { readonly variantId: VariantId; readonly quantity: number }[]; readonly worth: MoneyData }
>;

export type OrderEvent =
  | OrderPlaced
  | OrderConfirmed
  | OrderCompleted
  | OrderCancelled
  | OrderExpired
  | OrderPaidByHand
  | OrderPaymentHandled
  | OrderLinesCalledOff;
