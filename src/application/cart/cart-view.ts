import type { Discount } from '../../domain/pricing/price-cart.js';
import type { CartId, CartItemId, ProductId, VariantId } from '../../domain/shared/ids.js';
import type { Currency, Money } from '../../domain/shared/money.js';

export interface CartItemView {
  readonly id: CartItemId;
  readonly productId: ProductId;
  readonly variantId: VariantId;
  readonly productTitle: string;
  readonly variantTitle: string | null;
  readonly slug: string;
  readonly sku: string;
  readonly imageUrl: string;
  readonly quantity: number;
  /** Today's, of one piece. */
  readonly price: Money;
  readonly total: Money;
  /** False: not for sale any more, and in no sum. */
  readonly isAvailable: boolean;
}

/** Something the buyer should know of a line before they pay. */
export type CartNotice = { readonly itemId: CartItemId; readonly detail: string } & (
  | { readonly code: 'cart.price_changed'; readonly from: Money; readonly to: Money }
  | { readonly code: 'cart.item_unavailable' }
  | { readonly code: 'cart.quantity_unavailable'; readonly available: number }
);

/** A cart as it would be sold this moment. */
export interface CartView {
  /** Null until something is put in. */
  readonly id: CartId | null;
  readonly items: readonly CartItemView[];
  readonly totalQuantity: number;
  readonly subtotal: Money;
  readonly discounts: readonly Discount[];
  readonly discountTotal: Money;
  /** Null when there is nothing to send. */
  readonly shippingTotal: Money | null;
  readonly taxTotal: Money;
  readonly totalPrice: Money;
  readonly pricesIncludeTax: boolean;
  readonly currency: Currency;
  readonly quoteHash: string;
  readonly notices: readonly CartNotice[];
}

export interface ChangedCart {
  readonly cart: CartView;
  /** The line that changed; null when it went. */
  readonly item: CartItemView | null;
}
