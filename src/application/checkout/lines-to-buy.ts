import type { OrderLine } from '../../domain/order/order-state.js';
import type { PricedLine } from '../../domain/pricing/price-cart.js';
import type { OrderLineId, VariantId } from '../../domain/shared/ids.js';
import type { Money } from '../../domain/shared/money.js';
import type { Offer } from '../catalogue/ports/price-list.js';
import type { QuoteLine } from './ports/quote.js';
import { CartItemsUnavailable, NothingToBuy, type ChangedLine } from './checkout-errors.js';

/** A line of the cart, as the buyer left it. */
export interface ItemToBuy {
  readonly variantId: VariantId;
  readonly quantity: number;
  /** What the buyer saw that one piece costs. */
  readonly seenPrice: Money;
}

export interface LineToBuy extends QuoteLine, ItemToBuy {
  readonly offer: Offer;
}

/** @throws NothingToBuy when nothing is offered any more @throws CartItemsUnavailable when some is not, and names it */
export function linesToBuy(items: readonly ItemToBuy[], offers: ReadonlyMap<VariantId, Offer>): readonly LineToBuy[] {
  const gone = items.filter(({ variantId }) => !offers.get(variantId)?.isOffered);
  if (gone.length === items.length) throw new NothingToBuy();
  if (gone.length > 0) {
    throw new CartItemsUnavailable(gone.map(({ variantId }) => ({ variantId, title: offers.get(variantId)?.productTitle ?? null })));
  }
  return items.flatMap(({ variantId, quantity, seenPrice }) => {
    const offer = offers.get(variantId);
    return offer ? [{ variantId, quantity, seenPrice, unitPrice: offer.unitPrice, available: offer.available, offer }] : [];
  });
}

/** What the order keeps of a line, for good. */
export const orderLineOf = ({ offer, quantity, discount, tax }: PricedLine<LineToBuy>, id: OrderLineId): OrderLine => ({
  id,
  productId: offer.productId,
  variantId: offer.variantId,
  title: offer.productTitle,
  description: offer.productDescription,
  slug: offer.slug,
  imageUrl: offer.imageUrl,
  variantTitle: offer.variantTitle,
  sku: offer.sku,
  quantity,
  backordered: Math.max(0, quantity - offer.inHouse),
  unitPrice: offer.unitPrice,
  discount,
  tax,
});

/** The lines that are not as the buyer saw them: another price, or fewer pieces to be had than are wanted. */
export const changedLines = (lines: readonly LineToBuy[]): readonly ChangedLine[] =>
  lines
    .map(({ variantId, quantity, available, seenPrice, unitPrice, offer }) => ({
      variantId,
      title: offer.productTitle,
      quantity: { from: quantity, to: Math.min(quantity, available) },
      price: { from: seenPrice, to: unitPrice },
    }))
    .filter(({ quantity, price }) => quantity.from !== quantity.to || !price.from.equals(price.to));
