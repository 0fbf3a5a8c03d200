import { Cart, type CartState } from '../../../src/domain/cart/cart.js';
import { id, type CartItemId, type ProductId, type VariantId } from '../../../src/domain/shared/ids.js';
import { Money } from '../../../src/domain/shared/money.js';
import { BUYER, NOON } from './an-order.js';

export const ITEM = id<CartItemId>('01900000-0000-7000-8000-0000000000a1');

/** A mug at 12.50; a test names only what it is about. */
export const aChoice = (given: Partial<{ productId: ProductId; variantId: VariantId; minor: number }> = {}) => ({
  productId: given.productId ?? id<ProductId>('01900000-0000-7000-8000-0000000000d1'),
  variantId: given.variantId ?? id<VariantId>('01900000-0000-7000-8000-0000000000e1'),
  unitPrice: Money.of(given.minor ?? 1250, 'USD'),
});

/** With nothing in it yet. */
export const aCart = (given: Partial<Pick<CartState, 'id' | 'customerId'>> = {}): Cart =>
  Cart.start(given.id ?? id('01900000-0000-7000-8000-0000000000f1'), given.customerId ?? BUYER, NOON);
