import type { OrderStatus } from './order-state.js';

export type DisplayStatus = 'PENDING' | 'PAID' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED' | 'REFUNDED';

const ON_THE_WAY: readonly string[] = ['shipped', 'partially_shipped'];
const MONEY_IS_HERE: readonly string[] = ['paid', 'partially_refunded'];

/** One word for a shop window: the furthest thing that can be said of order, money and parcel together. */
export function displayStatusOf(order: OrderStatus, payment: string, shipping: string): DisplayStatus {
  if (payment === 'refunded' || payment === 'charged_back') return 'REFUNDED';
  if (order === 'cancelled' || order === 'expired') return 'CANCELLED';
  if (order === 'completed' || shipping === 'delivered') return 'DELIVERED';
  if (ON_THE_WAY.includes(shipping)) return 'SHIPPED';
  return MONEY_IS_HERE.includes(payment) ? 'PAID' : 'PENDING';
}
