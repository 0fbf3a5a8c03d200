import { expect } from 'chai';
import sinon from 'sinon';
import { CartPricing } from '../../../../src/application/cart/cart-pricing.js';
import type { CartContents } from '../../../../src/application/cart/ports/cart-queries.js';
import { AmountMismatch, QuoteChanged } from '../../../../src/application/checkout/checkout-errors.js';
import type { TaxCalculator } from '../../../../src/application/checkout/ports/tax-calculator.js';
import { id, type VariantId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { cheapestFirst, flatRate } from '../../../../src/domain/shipping/shipping-rate.js';
import { NodeDigest } from '../../../../src/infrastructure/security/node-digest.js';
import { NoTaxCalculator } from '../../../../src/infrastructure/tax/no-tax-calculator.js';
import { anAddress } from '../../../support/builders/an-address.js';
import { CheckoutWorld, LAMP, MUG } from '../../../support/checkout-world.js';
import { InMemoryPriceList } from '../../../support/fakes/in-memory-price-list.js';
import { rejection } from '../../../support/rejection.js';

const usd = (minor: number) => Money.of(minor, 'USD');
const methods = cheapestFirst([flatRate('express', usd(990)), flatRate('standard', usd(500))]);
const SEEN = new Map<VariantId, number>([
  [MUG, 1250],
  [LAMP, 4000],
]);

/** What the buyer is shown of a cart like the one that is checked out. */
const shown = async (
  world: CheckoutWorld,
  items: readonly (readonly [VariantId, number])[],
  taxes: TaxCalculator = new NoTaxCalculator(),
) => {
  const pricing = new CartPricing({ methods: () => methods, find: () => undefined }, taxes, new NodeDigest(), {
    currency: 'USD',
    country: 'US',
  });
  const cart: CartContents = {
    id: id('01900000-0000-7000-8000-0000000000ca'),
    items: items.map(([variantId, quantity]) => ({
      id: id(variantId),
      productId: id(variantId),
      variantId,
      quantity,
      seenPrice: usd(SEEN.get(variantId) ?? 0),
      addedAt: world.time,
    })),
  };
  const offers = await world.store.read((transaction) =>
    new InMemoryPriceList(transaction).offersFor(items.map(([variantId]) => variantId)),
  );
  return pricing.viewOf({ cart, offers, destination: anAddress() });
};

describe('Agreeing to a quote', () => {
  let world: CheckoutWorld;
  const goods = [
    [MUG, 2],
    [LAMP, 1],
  ] as const;

  beforeEach(async () => {
    world = await new CheckoutWorld().readyToBuy(goods.map(([variantId, quantity]) => ({ variantId, quantity })));
  });

  const refused = async (quoteHash: string, given: object = {}) => {
    const authorize = sinon.spy(world.gateway, 'authorize');
    const reason = await rejection(world.checkOut({ quoteHash, ...given }));
    expect(reason).to.be.instanceOf(QuoteChanged);
    expect(world.orders(), 'no order').to.be.empty;
    expect(world.reserved(), 'nothing set aside').to.equal(0);
    sinon.assert.notCalled(authorize);
    sinon.restore();
    return (reason as QuoteChanged).details;
  };

  it('charges exactly what the cart showed when nothing has changed (CART-11)', async () => {
    const { quoteHash, totalPrice } = await shown(world, goods);
    const { answer } = await world.checkOut({ quoteHash, amount: totalPrice.toDecimal() });
    expect(answer.outcome).to.equal('confirmed');
    expect(answer.order.totalMinor).to.equal(totalPrice.minor).and.to.equal(7000);
  });

  it('is refused when a price rose, and says which (CART-10)', async () => {
    const { quoteHash } = await shown(world, goods);
    await world.stockUp({ unitPrice: usd(1300) });
    const details = await refused(quoteHash);
    expect(details['diff']).to.deep.equal([
      { variant_id: MUG, title: 'Mug', quantity: { from: 2, to: 2 }, price: { from: 12.5, to: 13 } },
      { variant_id: LAMP, title: 'Lamp', quantity: { from: 1, to: 1 }, price: { from: 40, to: 13 } },
    ]);
    expect(details).to.include({ subtotal: 39, discount_total: 0, shipping_total: 5, tax_total: 0, total_price: 44, currency: 'USD' });

    const { answer } = await world.checkOut({ quoteHash: String(details['quote_hash']) });
    expect(answer.order.totalMinor, 'the hash of the refusal is the new deal').to.equal(4400);
  });

  it('is refused when a price dropped, too (CART-12)', async () => {
    const { quoteHash, totalPrice } = await shown(world, goods);
    await world.stockUp({ unitPrice: usd(1000) });
    await refused(quoteHash);
    expect(await rejection(world.checkOut({ amount: totalPrice.toDecimal() }))).to.be.instanceOf(AmountMismatch);
    expect((await world.checkOut()).answer.order.totalMinor, 'whoever names nothing pays the present total').to.equal(3500);
  });

  it('is refused when less is left than is wanted (CART-10)', async () => {
    const { quoteHash } = await shown(world, goods);
    await world.store.run(({ stock }) => stock.setOnHand(MUG, 1));
    expect((await refused(quoteHash))['diff']).to.deep.equal([
      { variant_id: MUG, title: 'Mug', quantity: { from: 2, to: 1 }, price: { from: 12.5, to: 12.5 } },
    ]);
  });

  it('is refused when it is to be sent in another way than was shown (CART-10)', async () => {
    const { quoteHash } = await shown(world, goods);
    const details = await refused(quoteHash, { shippingMethod: 'express' });
    expect(details).to.deep.include({ diff: [], shipping_total: 9.9, total_price: 74.9 });
    expect((await world.checkOut({ quoteHash, shippingMethod: 'standard' })).answer.outcome).to.equal('confirmed');
  });

  it('is refused when the cart holds something else meanwhile', async () => {
    const { quoteHash } = await shown(world, [[MUG, 2]]);
    await refused(quoteHash);
  });

  it('stands for the tax as well', async () => {
    const taxed: TaxCalculator = {
      pricesIncludeTax: false,
      taxOn: async (lines, shipping) => ({ lines: lines.map(() => usd(10)), shipping: shipping.times(0) }),
    };
    const [free, withTax] = [await shown(world, goods), await shown(world, goods, taxed)];
    expect(withTax.taxTotal.minor).to.equal(20);
    expect(withTax.totalPrice.minor).to.equal(7020);
    expect(withTax.quoteHash).to.not.equal(free.quoteHash);
  });
});
