import { Cart, type CartItem, type CartState, type CartStatus } from '../../../domain/cart/cart.js';
import { id } from '../../../domain/shared/ids.js';
import { Money } from '../../../domain/shared/money.js';

export interface CartRow {
  readonly id: string;
  readonly customer_id: string;
  readonly status: CartStatus;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly version: number;
}

export interface CartItemRow {
  readonly id: string;
  readonly product_id: string;
  readonly variant_id: string;
  readonly quantity: number;
  readonly seen_price_minor: number;
  readonly currency: string;
  readonly added_at: Date;
}

export const toItem = (row: CartItemRow): CartItem => ({
  id: id(row.id),
  productId: id(row.product_id),
  variantId: id(row.variant_id),
  quantity: row.quantity,
  seenPrice: Money.of(row.seen_price_minor, row.currency),
  addedAt: row.added_at,
});

export function toCart(row: CartRow, items: readonly CartItem[]): Cart {
  const state: CartState = {
    id: id(row.id),
    customerId: id(row.customer_id),
    status: row.status,
    items,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
  return Cart.reconstitute(state, row.version);
}

export const toItemRow = ({ id: itemId, variantId, quantity, seenPrice, addedAt }: CartItem) => ({
  id: itemId,
  variant_id: variantId,
  quantity,
  seen_price_minor: seenPrice.minor,
  currency: seenPrice.currency,
  added_at: addedAt,
});
