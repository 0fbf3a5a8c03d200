import { expect } from 'chai';
import {
  CartFull,
  CartIsCheckedOut,
  CartItemNotFound,
  InvalidQuantity,
  SeveralItemsOfProduct,
} from '../../../../src/domain/cart/cart-errors.js';
import { Cart } from '../../../../src/domain/cart/cart.js';
import { id, type CartItemId, type VariantId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { aCart, aChoice, ITEM } from '../../../support/builders/a-cart.js';
import { BUYER, NOON, QUARTER_PAST } from '../../../support/builders/an-order.js';

const itemId = (tail: number) => id<CartItemId>(`01900000-0000-7000-8000-${String(tail).padStart(12, '0')}`);
const variantId = (tail: number) => id<VariantId>(`01900000-0000-7000-9000-${String(tail).padStart(12, '0')}`);
const usd = (minor: number) => Money.of(minor, 'USD');

describe('A cart', () => {
  const withMugs = (quantity: number) => {
    const cart = aCart();
    cart.put(aChoice(), quantity, ITEM, NOON);
    return cart;
  };

  it('is started by the first thing that is put in', () => {
    const cart = withMugs(2);
    expect(cart.items).to.deep.equal([
      { id: ITEM, productId: aChoice().productId, variantId: aChoice().variantId, quantity: 2, seenPrice: usd(1250), addedAt: NOON },
    ]);
    expect(cart.pullEvents()).to.deep.equal([
      { type: 'cart.started', aggregateId: cart.id, occurredAt: NOON, payload: { customerId: BUYER } },
    ]);
  });

  it('sums what is there already, on one line (CART-01)', () => {
    const cart = withMugs(2);
    const item = cart.put(aChoice({ minor: 1300 }), 3, itemId(9), QUARTER_PAST);
    expect(cart.items).to.deep.equal([item]);
    expect(item).to.deep.include({ id: ITEM, quantity: 5, seenPrice: usd(1300), addedAt: NOON });
    expect(cart.toState().updatedAt).to.equal(QUARTER_PAST);
  });

  it('keeps different variants of a product apart, and asks which is meant', () => {
    const cart = withMugs(1);
    const { productId } = aChoice();
    expect(cart.itemOf(productId)?.id).to.equal(ITEM);
    cart.put(aChoice({ variantId: variantId(2) }), 1, itemId(2), NOON);
    expect(cart.items.map((item) => item.id)).to.deep.equal([ITEM, itemId(2)]);
    expect(() => cart.itemOf(productId))
      .to.throw(SeveralItemsOfProduct)
      .with.nested.property('details.items')
      .that.deep.equals([
        { id: ITEM, variant_id: aChoice().variantId, quantity: 1 },
        { id: itemId(2), variant_id: variantId(2), quantity: 1 },
      ]);
  });

  it('holds from 1 to 999 whole pieces on a line (CART-03)', () => {
    for (const quantity of [0, -1, 1.5, 1000, 1e9, Number.NaN]) {
      expect(() => aCart().put(aChoice(), quantity, ITEM, NOON), String(quantity)).to.throw(InvalidQuantity);
    }
    expect(() => withMugs(998).put(aChoice(), 2, itemId(2), NOON)).to.throw(InvalidQuantity);
    expect(() => withMugs(998).put(aChoice(), -1, itemId(2), NOON)).to.throw(InvalidQuantity);
    expect(withMugs(998).put(aChoice(), 1, itemId(2), NOON).quantity).to.equal(999);
    for (const quantity of [-1, 1.5, 1000]) expect(() => withMugs(1).resize(ITEM, quantity, usd(1), NOON)).to.throw(InvalidQuantity);
  });

  it('is not endless', () => {
    const cart = aCart();
    for (let line = 0; line < 200; line += 1) cart.put(aChoice({ variantId: variantId(line) }), 1, itemId(line), NOON);
    expect(() => cart.put(aChoice({ variantId: variantId(200) }), 1, itemId(200), NOON)).to.throw(CartFull);
    expect(cart.put(aChoice({ variantId: variantId(0) }), 1, itemId(200), NOON).quantity).to.equal(2);
  });

  it('makes a line as long as is said, and lets it go at none (CART-02, CART-03)', () => {
    const cart = withMugs(3);
    expect(cart.resize(ITEM, 7, usd(1100), QUARTER_PAST)).to.deep.include({ quantity: 7, seenPrice: usd(1100) });
    expect(cart.resize(ITEM, 0, usd(1100), QUARTER_PAST)).to.equal(undefined);
    expect(cart.items).to.deep.equal([]);
    expect(cart.toState().status).to.equal('active');
  });

  it('knows only its own lines (CART-04)', () => {
    const cart = withMugs(1);
    expect(() => cart.resize(itemId(404), 1, usd(1), NOON)).to.throw(CartItemNotFound);
    expect(() => cart.remove(itemId(404), NOON)).to.throw(CartItemNotFound);
    cart.remove(ITEM, NOON);
    expect(() => cart.remove(ITEM, NOON)).to.throw(CartItemNotFound);
  });

  it('stays as it is once it is checked out (CART-13)', () => {
    const cart = withMugs(2);
    cart.pullEvents();
    cart.checkOut(QUARTER_PAST);
    expect(cart.pullEvents()).to.deep.equal([
      {
        type: 'cart.checked_out',
        aggregateId: cart.id,
        occurredAt: QUARTER_PAST,
        payload: { customerId: BUYER, items: [{ variantId: aChoice().variantId, quantity: 2 }] },
      },
    ]);
    for (const change of [
      () => cart.put(aChoice(), 1, ITEM, NOON),
      () => cart.resize(ITEM, 5, usd(1), NOON),
      () => cart.resize(ITEM, 0, usd(1), NOON),
      () => cart.remove(ITEM, NOON),
      () => cart.checkOut(NOON),
    ])
      expect(change).to.throw(CartIsCheckedOut);
    expect(cart.toState()).to.deep.include({ status: 'checked_out', updatedAt: QUARTER_PAST });
    expect(cart.items).to.have.lengthOf(1);
  });

  it('comes back from storage without news', () => {
    const cart = Cart.reconstitute(withMugs(1).toState(), 7);
    expect(cart.version).to.equal(7);
    expect(cart.pullEvents()).to.deep.equal([]);
  });
});
