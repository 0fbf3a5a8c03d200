import type { CartItem } from '../../domain/cart/cart.js';
import type { CartItemId, VariantId } from '../../domain/shared/ids.js';
import type { Currency } from '../../domain/shared/money.js';
import type { Offer } from '../catalogue/ports/price-list.js';
import { quote } from '../checkout/ports/quote.js';
import type { TaxCalculator } from '../checkout/ports/tax-calculator.js';
import type { Digest } from '../shared/ports/digest.js';
import type { ShippingRates } from '../shipping/ports/shipping-rates.js';
import type { CartItemView, CartNotice, CartView, ChangedCart } from './cart-view.js';
import type { CartAtHand } from './ports/cart-queries.js';

export interface CartSettings {
  readonly currency: Currency;
  /** Where things go as long as nobody has said: the shop's own country. */
  readonly country: string;
}

interface OfferedItem {
  readonly item: CartItem;
  readonly offer: Offer;
}

/** Shows a cart at today's prices, sent the cheapest way to its destination: exactly what a checkout that names nothing else charges. */
export class CartPricing {
  constructor(
    private readonly shippingRates: ShippingRates,
    private readonly taxes: TaxCalculator,
    private readonly digest: Digest,
    private readonly settings: CartSettings,
  ) {}

  async viewOf({ cart, offers, destination }: CartAtHand): Promise<CartView> {
    const { currency, country } = this.settings;
    const items = withOffers(cart?.items ?? [], offers);
    const forSale = items.filter(({ offer }) => offer.isOffered);
    const method = forSale.length === 0 ? null : (this.shippingRates.methods()[0] ?? null);
    const priced = await quote(
      { taxes: this.taxes, digest: this.digest },
      {
        lines: forSale.map(({ item: { quantity }, offer: { variantId, unitPrice, available } }) => ({
          variantId,
          unitPrice,
          quantity,
          available,
        })),
        method,
        destination: destination ?? { country, state: null, postalCode: null },
        currency,
      },
    );
    return {
      id: cart?.id ?? null,
      items: items.map(toItemView),
      totalQuantity: forSale.reduce((sum, { item }) => sum + item.quantity, 0),
      subtotal: priced.subtotal,
      discounts: priced.discounts,
      discountTotal: priced.discountTotal,
      shippingTotal: method && priced.shipping,
      taxTotal: priced.tax,
      totalPrice: priced.total,
      pricesIncludeTax: priced.pricesIncludeTax,
      currency,
      quoteHash: priced.hash,
      notices: items.flatMap(noticesOf),
    };
  }

  /** @param itemId the line that changed or went; undefined when none did. */
  async changeOf(changed: CartAtHand, itemId: CartItemId | undefined): Promise<ChangedCart> {
    const view = await this.viewOf(changed);
    return { cart: view, item: view.items.find(({ id }) => id === itemId) ?? null };
  }
}

/** A variant is archived, never deleted, so every line finds its offer. */
const withOffers = (items: readonly CartItem[], offers: ReadonlyMap<VariantId, Offer>): readonly OfferedItem[] =>
  items.flatMap((item) => {
    const offer = offers.get(item.variantId);
    return offer ? [{ item, offer }] : [];
  });

const toItemView = ({ item, offer }: OfferedItem): CartItemView => ({
  id: item.id,
  productId: offer.productId,
  variantId: offer.variantId,
  productTitle: offer.productTitle,
  variantTitle: offer.variantTitle,
  slug: offer.slug,
  sku: offer.sku,
  imageUrl: offer.imageUrl,
  quantity: item.quantity,
  price: offer.unitPrice,
  total: offer.unitPrice.times(item.quantity),
  isAvailable: offer.isOffered,
});

function noticesOf({ item, offer }: OfferedItem): CartNotice[] {
  const itemId = item.id;
  const name = offer.variantTitle === null ? offer.productTitle : `${offer.productTitle} (${offer.variantTitle})`;
  if (!offer.isOffered) {
    return [{ code: 'cart.item_unavailable', itemId, detail: `${name} is not for sale any more: take it out of the cart` }];
  }
  const notices: CartNotice[] = [];
  const { seenPrice: from, quantity } = item;
  const { unitPrice: to, available } = offer;
  if (!to.equals(from)) {
    const detail = `The price of ${name} has changed from ${from.toDecimal()} to ${to.toDecimal()} ${to.currency}`;
    notices.push({ code: 'cart.price_changed', itemId, detail, from, to });
  }
  if (available < quantity) {
    notices.push({ code: 'cart.quantity_unavailable', itemId, detail: `Only ${available} of ${name} can be had`, available });
  }
  return notices;
}
