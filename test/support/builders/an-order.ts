import { Order } from '../../../src/domain/order/order.js';
import type { OrderLine, OrderState, OrderStatus } from '../../../src/domain/order/order-state.js';
import { id } from '../../../src/domain/shared/ids.js';
import { Money } from '../../../src/domain/shared/money.js';

export const ORDER_ID = '01900000-0000-7000-8000-00000000000a';
export const BUYER = id<NonNullable<OrderState['customerId']>>('01900000-0000-7000-8000-0000000000b1');
export const NOON = new Date('2026-01-31T12:00:00.000Z');
export const QUARTER_PAST = new Date('2026-01-31T12:15:00.000Z');
const usd = (minor: number) => Money.of(minor, 'USD');

/** A line of two mugs at 12.50; a test names only what it is about. */
export const anOrderLine = (given: Partial<OrderLine> = {}): OrderLine => ({
  id: id('01900000-0000-7000-8000-0000000000c1'),
  productId: id('01900000-0000-7000-8000-0000000000d1'),
  variantId: id('01900000-0000-7000-8000-0000000000e1'),
  title: 'Mug',
  description: 'Holds tea',
  slug: 'mug',
  imageUrl: 'media/mug.webp',
  variantTitle: null,
  sku: 'MUG-1',
  quantity: 2,
  backordered: 0,
  unitPrice: usd(1250),
  discount: usd(0),
  tax: usd(0),
  ...given,
});

const HOME = {
  name: 'Ada Buyer',
  phone: null,
  addressLine1: '1 Main Street',
  addressLine2: null,
  city: 'Springfield',
  state: 'IL',
  postalCode: '62701',
  country: 'US',
};

type Draft = Omit<OrderState, 'status' | 'calledOff' | 'updatedAt'>;

export const anOrderDraft = (given: Partial<Draft> = {}): Draft => ({
  id: id(ORDER_ID),
  number: 'P-7K3M-9QXD',
  customerId: BUYER,
  email: 'ada@example.com',
  cartId: id('01900000-0000-7000-8000-0000000000f1'),
  lines: [anOrderLine()],
  discount: usd(0),
  shipping: usd(500),
  tax: usd(0),
  pricesIncludeTax: false,
  shippingAddressId: null,
  shippingAddress: HOME,
  billingAddress: HOME,
  shippingMethod: { code: 'standard', name: 'Standard' },
  payBy: QUARTER_PAST,
  placedAt: NOON,
  ...given,
});

/** Just placed. */
export const anOrder = (given: Partial<Draft> = {}): Order => Order.place(anOrderDraft(given));

/** From storage, wherever it is in its life. */
export const anOrderThatIs = (status: OrderStatus, given: Partial<Draft> = {}): Order =>
  Order.reconstitute({ ...anOrderDraft(given), status, calledOff: [], updatedAt: NOON }, 1);
