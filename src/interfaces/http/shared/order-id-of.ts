import { OrderNotFound } from '../../../domain/order/order-errors.js';
import { id, looksLikeId, type OrderId } from '../../../domain/shared/ids.js';

/** The order that the path names. @throws OrderNotFound for what can be nobody's: it is answered like an unknown one. */
export function orderIdOf({ order_id = '' }: Readonly<Record<string, string>>): OrderId {
  if (!looksLikeId(order_id)) throw new OrderNotFound();
  return id(order_id.toLowerCase());
}
