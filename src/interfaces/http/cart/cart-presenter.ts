import type { CartItemView, CartNotice, CartView } from '../../../application/cart/cart-view.js';
import { presentMoney } from '../shared/money-on-the-wire.js';

const presentItem = (item: CartItemView) => ({
  id: item.id,
  product_id: item.productId,
  variant_id: item.variantId,
  product_title: item.productTitle,
  variant_title: item.variantTitle,
  slug: item.slug,
  sku: item.sku,
  image_url: item.imageUrl,
  quantity: item.quantity,
  price: presentMoney(item.price),
  total: presentMoney(item.total),
  available: item.isAvailable,
});

const presentNotice = (notice: CartNotice) => {
  const { code, itemId, detail } = notice;
  const told = { code, item_id: itemId, detail };
  if (notice.code === 'cart.price_changed') return { ...told, from: presentMoney(notice.from), to: presentMoney(notice.to) };
  return notice.code === 'cart.quantity_unavailable' ? { ...told, available: notice.available } : told;
};

/** @param item the line that has just changed; null when it went, or nothing did. */
export const presentCart = (cart: CartView, item: CartItemView | null) => ({
  id: cart.id,
  items: cart.items.map(presentItem),
  total_quantity: cart.totalQuantity,
  subtotal: presentMoney(cart.subtotal),
  discounts: cart.discounts.map(({ code, label, amount }) => ({ code, label, amount: presentMoney(amount) })),
  discount_total: presentMoney(cart.discountTotal),
  shipping_total: cart.shippingTotal && presentMoney(cart.shippingTotal),
  tax_total: presentMoney(cart.taxTotal),
  total_price: presentMoney(cart.totalPrice),
  prices_include_tax: cart.pricesIncludeTax,
  currency: cart.currency,
  quote_hash: cart.quoteHash,
  notices: cart.notices.map(presentNotice),
  item: item && presentItem(item),
});
