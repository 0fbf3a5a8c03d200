import { expect } from 'chai';
import { CartPricing } from '../../../../src/application/cart/cart-pricing.js';
import { PutInCart } from '../../../../src/application/cart/put-in-cart.js';
import { RemoveFromCart } from '../../../../src/application/cart/remove-from-cart.js';
import { SetQuantityInCart } from '../../../../src/application/cart/set-quantity-in-cart.js';
import { TakeFromCart } from '../../../../src/application/cart/take-from-cart.js';
import { ViewCart } from '../../../../src/application/cart/view-cart.js';
import type { Offer } from '../../../../src/application/catalogue/ports/price-list.js';
import type { Destination, TaxCalculator } from '../../../../src/application/checkout/ports/tax-calculator.js';
import {
  CartIsCheckedOut,
  CartItemNotFound,
  NotForSale,
  SeveralItemsOfProduct,
  VariantNotChosen,
} from '../../../../src/domain/cart/cart-errors.js';
import { ProductNotFound } from '../../../../src/domain/catalogue/product-errors.js';
import { OutOfStock } from '../../../../src/domain/inventory/inventory-errors.js';
import { id, type CartItemId, type CustomerId, type ProductId, type VariantId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { flatRate } from '../../../../src/domain/shipping/shipping-rate.js';
import { NodeDigest } from '../../../../src/infrastructure/security/node-digest.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { NoTaxCalculator } from '../../../../src/infrastructure/tax/no-tax-calculator.js';
import { anAddress } from '../../../support/builders/an-address.js';
import { NOON } from '../../../support/builders/an-order.js';
import { InMemoryAddressBookRepository } from '../../../support/fakes/in-memory-address-book-repository.js';
import { InMemoryCartQueries } from '../../../support/fakes/in-memory-cart-queries.js';
import { InMemoryCartRepository } from '../../../support/fakes/in-memory-cart-repository.js';
import { InMemoryPriceList } from '../../../support/fakes/in-memory-price-list.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';
import { InMemoryVariantChoices } from '../../../support/fakes/in-memory-variant-choices.js';
import { rejection } from '../../../support/rejection.js';

const ADA = id<CustomerId>('01900000-0000-7000-8000-0000000000b1');
const MALLORY = id<CustomerId>('01900000-0000-7000-8000-0000000000b2');
const MUG = id<ProductId>('01900000-0000-7000-8000-0000000000d1');
const SHIRT = id<ProductId>('01900000-0000-7000-8000-0000000000d2');
const BLUE_MUG = id<VariantId>('01900000-0000-7000-8000-0000000000e1');
const [SMALL, LARGE] = [id<VariantId>('01900000-0000-7000-8000-0000000000e2'), id<VariantId>('01900000-0000-7000-8000-0000000000e3')];
const usd = (minor: number) => Money.of(minor, 'USD');

describe('Filling a cart', () => {
  const clock = { now: () => NOON };
  const ids = new UuidGenerator();
  const standard = flatRate('standard', usd(500));
  let store: InMemoryUnitOfWork<ReturnType<typeof scopeIn>>;
  let taxedFor: Destination[];

  const scopeIn = (transaction: ConstructorParameters<typeof InMemoryCartRepository>[0]) => ({
    transaction,
    carts: new InMemoryCartRepository(transaction),
    variantChoices: new InMemoryVariantChoices(transaction),
    prices: new InMemoryPriceList(transaction),
    addressBooks: new InMemoryAddressBookRepository(transaction),
  });
  const taxes: TaxCalculator = {
    pricesIncludeTax: false,
    taxOn: (lines, shipping, destination) => {
      taxedFor.push(destination);
      return new NoTaxCalculator().taxOn(lines, shipping);
    },
  };
  const pricing = () =>
    new CartPricing({ methods: () => [standard], find: () => standard }, taxes, new NodeDigest(), { currency: 'USD', country: 'IE' });
  const offer = (productId: ProductId, variantId: VariantId, minor: number, given: Partial<Offer> = {}) =>
    store.run(async ({ transaction }) => {
      transaction.rows<Offer>('offers').set(variantId, {
        ...{ variantId, productId, productTitle: 'Thing', productDescription: '', slug: 'thing', variantTitle: null, sku: 'T' },
        ...{ imageUrl: 'media/t.webp', unitPrice: usd(minor), available: 10, inHouse: 10, isOffered: true, isDigital: false, ...given },
      });
    });

  const put = (wanted: Parameters<PutInCart['execute']>[0]['wanted'], quantity = 1, customerId = ADA) =>
    new PutInCart(store, pricing(), clock, ids).execute({ customerId, wanted, quantity });
  const take = (productId: ProductId, customerId = ADA) => new TakeFromCart(store, pricing(), clock).execute({ customerId, productId });
  const set = (itemId: CartItemId, quantity: number, customerId = ADA) =>
    new SetQuantityInCart(store, pricing(), clock).execute({ customerId, itemId, quantity });
  const remove = (itemOrProductId: CartItemId | ProductId, customerId = ADA) =>
    new RemoveFromCart(store, clock).execute({ customerId, itemOrProductId });
  const view = (customerId = ADA) =>
    store.read((transaction) => new ViewCart(new InMemoryCartQueries(transaction), pricing()).execute(customerId));
  const quantities = async (customerId = ADA) => (await view(customerId)).items.map(({ quantity }) => quantity);
  const checkOut = () =>
    store.run(async ({ carts }) => {
      const cart = await carts.activeOf(ADA);
      cart!.checkOut(NOON);
      await carts.save(cart!);
    });

  beforeEach(async () => {
    store = new InMemoryUnitOfWork(scopeIn);
    taxedFor = [];
    await offer(MUG, BLUE_MUG, 1250, { productTitle: 'Mug' });
    await offer(SHIRT, SMALL, 2000, { productTitle: 'Shirt', variantTitle: 'S' });
    await offer(SHIRT, LARGE, 2200, { productTitle: 'Shirt', variantTitle: 'L' });
  });

  it('starts with the first thing and answers with the whole cart and the line', async () => {
    const { cart, item } = await put({ productId: MUG }, 2);
    expect(item).to.deep.include({ variantId: BLUE_MUG, quantity: 2, price: usd(1250), total: usd(2500), isAvailable: true });
    expect(cart.items).to.deep.equal([item]);
    expect([cart.subtotal, cart.shippingTotal, cart.totalPrice]).to.deep.equal([usd(2500), usd(500), usd(3000)]);
    expect(await view()).to.deep.equal(cart);
    expect(store.published).to.deep.equal(['cart.started']);
  });

  it('needs to know which variant is meant, and no more than that', async () => {
    expect(await rejection(put({ productId: SHIRT }))).to.be.instanceOf(VariantNotChosen);
    await put({ variantId: LARGE });
    expect(await rejection(put({ productId: SHIRT })), 'also when one is there').to.be.instanceOf(VariantNotChosen);
    expect((await put({ moreOf: SHIRT })).item).to.deep.include({ variantId: LARGE, quantity: 2 });
    await put({ variantId: SMALL });
    expect(await rejection(put({ moreOf: SHIRT }))).to.be.instanceOf(SeveralItemsOfProduct);
    expect(await rejection(take(SHIRT))).to.be.instanceOf(SeveralItemsOfProduct);
    expect(await rejection(remove(SHIRT))).to.be.instanceOf(SeveralItemsOfProduct);
  });

  it('chooses the one variant that is still sold', async () => {
    await offer(SHIRT, SMALL, 2000, { isOffered: false });
    expect((await put({ productId: SHIRT })).item?.variantId).to.equal(LARGE);
  });

  it('takes no product that is unknown, and none that is not for sale', async () => {
    expect(await rejection(put({ productId: id('x') }))).to.be.instanceOf(ProductNotFound);
    expect(await rejection(put({ variantId: id('x') }))).to.be.instanceOf(ProductNotFound);
    await offer(MUG, BLUE_MUG, 1250, { isOffered: false });
    expect(await rejection(put({ productId: MUG }))).to.be.instanceOf(NotForSale);
    expect(await rejection(put({ moreOf: MUG }))).to.be.instanceOf(NotForSale);
    expect((await view()).id, 'nothing was started').to.equal(null);
  });

  it('takes no more than can be had, counting what is there (STK-09)', async () => {
    await put({ productId: MUG }, 8);
    const reason = await rejection(put({ productId: MUG }, 3));
    expect(reason).to.be.instanceOf(OutOfStock);
    expect((reason as OutOfStock).details).to.include({ available: 10 });
    const { items } = await view();
    expect(await rejection(set(items[0]!.id, 11))).to.be.instanceOf(OutOfStock);
    expect(await quantities()).to.deep.equal([8]);
    expect((await set(items[0]!.id, 10)).item?.quantity).to.equal(10);
  });

  it('puts one more in, and takes one out until the line is gone (CART-02)', async () => {
    expect((await put({ moreOf: MUG })).item?.quantity).to.equal(1);
    expect((await put({ moreOf: MUG })).item?.quantity).to.equal(2);
    expect((await take(MUG)).item?.quantity).to.equal(1);
    const { cart, item } = await take(MUG);
    expect(item).to.equal(null);
    expect(cart).to.deep.include({ items: [], totalQuantity: 0, totalPrice: usd(0), shippingTotal: null });
    expect(cart.id).to.not.equal(null);
    expect(await rejection(take(MUG))).to.be.instanceOf(CartItemNotFound);
  });

  it('gets smaller even when less is left than is wanted', async () => {
    await put({ productId: MUG }, 8);
    await offer(MUG, BLUE_MUG, 1250, { available: 3 });
    const { cart, item } = await take(MUG);
    expect(item?.quantity).to.equal(7);
    expect(cart.notices).to.deep.equal([
      { code: 'cart.quantity_unavailable', itemId: item?.id, detail: 'Only 3 of Thing can be had', available: 3 },
    ]);
    expect((await set(item!.id, 3)).cart.notices).to.deep.equal([]);
  });

  it("leaves other people's lines alone (CART-04)", async () => {
    const { item } = await put({ productId: MUG });
    for (const attempt of [set(item!.id, 5, MALLORY), set(item!.id, 0, MALLORY), remove(item!.id, MALLORY), take(MUG, MALLORY)])
      expect(await rejection(attempt)).to.be.instanceOf(CartItemNotFound);
    expect(await quantities()).to.deep.equal([1]);
    expect(await quantities(MALLORY)).to.deep.equal([]);
  });

  it('lets a line go by its own id or by its product', async () => {
    const { item } = await put({ productId: MUG });
    await remove(item!.id);
    await put({ productId: MUG });
    await remove(MUG);
    expect(await quantities()).to.deep.equal([]);
    expect(await rejection(remove(MUG))).to.be.instanceOf(CartItemNotFound);
  });

  describe('tells what has changed meanwhile', () => {
    it('of a price, until its line is touched (CART-09)', async () => {
      const { item } = await put({ productId: MUG }, 2);
      await offer(MUG, BLUE_MUG, 1300);
      const changed = await view();
      expect(changed.items[0]).to.deep.include({ price: usd(1300), total: usd(2600) });
      expect(changed.totalPrice).to.deep.equal(usd(3100));
      const [notice] = changed.notices;
      expect(notice).to.deep.include({ code: 'cart.price_changed', itemId: item!.id, from: usd(1250), to: usd(1300) });
      expect(notice?.detail).to.equal('The price of Thing has changed from 12.50 to 13.00 USD');
      expect((await view()).notices, 'looking is not acknowledging').to.deep.equal([notice]);

      await put({ variantId: LARGE });
      expect((await view()).notices, 'nor is another line').to.deep.equal([notice]);
      expect((await set(item!.id, 3)).cart.notices).to.deep.equal([]);
      expect((await view()).notices).to.deep.equal([]);
    });

    it('of a thing that is not sold any more, which then costs nothing (CAT-06)', async () => {
      const { item } = await put({ productId: MUG }, 2);
      await put({ variantId: LARGE });
      await offer(MUG, BLUE_MUG, 9900, { isOffered: false, available: 0 });
      const { cart } = await put({ variantId: LARGE });
      expect(cart.notices.map(({ code, itemId }) => [code, itemId])).to.deep.equal([['cart.item_unavailable', item!.id]]);
      expect(cart.items.map(({ isAvailable }) => isAvailable)).to.deep.equal([false, true]);
      expect([cart.subtotal, cart.totalQuantity, cart.totalPrice]).to.deep.equal([usd(4400), 2, usd(4900)]);
      expect(await rejection(set(item!.id, 1))).to.be.instanceOf(NotForSale);
      expect((await set(item!.id, 0)).cart.notices).to.deep.equal([]);
    });
  });

  describe('once it is checked out (CART-13)', () => {
    it('cannot be changed, and the next thing starts another', async () => {
      const { cart, item } = await put({ productId: MUG }, 2);
      await checkOut();
      expect(await rejection(set(item!.id, 3))).to.be.instanceOf(CartIsCheckedOut);
      expect(await rejection(set(item!.id, 0))).to.be.instanceOf(CartIsCheckedOut);
      expect(await rejection(remove(item!.id))).to.be.instanceOf(CartIsCheckedOut);
      expect(await rejection(set(item!.id, 3, MALLORY))).to.be.instanceOf(CartItemNotFound);
      expect((await view()).id).to.equal(null);

      const next = await put({ moreOf: MUG });
      expect(next.cart.id).to.not.equal(cart.id);
      expect(next.item?.quantity).to.equal(1);
    });
  });

  it('is priced for the default address, else for the country of the shop', async () => {
    await put({ productId: MUG });
    await store.run(async ({ addressBooks }) => {
      const book = await addressBooks.ofForChange(ADA);
      book.add(ids.next(), anAddress({ country: 'DE', state: null, postalCode: '10115' }));
      await addressBooks.save(book);
    });
    await view();
    await put({ productId: MUG });
    expect(taxedFor.map(({ country, postalCode }) => [country, postalCode])).to.deep.equal([
      ['IE', null],
      ['DE', '10115'],
      ['DE', '10115'],
    ]);
  });
});
