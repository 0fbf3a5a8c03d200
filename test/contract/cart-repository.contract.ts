import { expect } from 'chai';
import type { CartQueries } from '../../src/application/cart/ports/cart-queries.js';
import type { CartRepository } from '../../src/application/cart/ports/cart-repository.js';
import type { VariantChoices } from '../../src/application/cart/ports/variant-choices.js';
import { ConcurrencyConflict } from '../../src/application/shared/errors.js';
import type { UnitOfWork } from '../../src/application/shared/ports/unit-of-work.js';
import type { CustomerId, ProductId, VariantId } from '../../src/domain/shared/ids.js';
import { Money } from '../../src/domain/shared/money.js';
import { UuidGenerator } from '../../src/infrastructure/system/uuid-generator.js';
import { aCart, aChoice } from '../support/builders/a-cart.js';
import { NOON, QUARTER_PAST } from '../support/builders/an-order.js';
import { rejection } from '../support/rejection.js';

const ids = new UuidGenerator();

export interface CartWorld {
  readonly store: UnitOfWork<{ carts: CartRepository; variantChoices: VariantChoices }>;
  readonly look: <Result>(looking: (queries: CartQueries) => Promise<Result>) => Promise<Result>;
  /** Somebody new, for whom carts may be stored. */
  aCustomer(): Promise<CustomerId>;
  /** Something that may be put in them. */
  aVariant(): Promise<{ productId: ProductId; variantId: VariantId }>;
}

/** What every CartRepository promises, with the queries and the choices beside it. */
export function cartRepositoryContract(create: () => CartWorld): void {
  const aStoredCart = async (quantities: readonly number[] = [2]) => {
    const world = create();
    const customerId = await world.aCustomer();
    const cart = aCart({ id: ids.next(), customerId });
    for (const quantity of quantities) cart.put(aChoice(await world.aVariant()), quantity, ids.next(), NOON);
    await world.store.run(({ carts }) => carts.save(cart));
    const active = () => world.store.run(({ carts }) => carts.activeOf(customerId));
    return { world, customerId, cart, active };
  };

  describe('as a CartRepository', () => {
    it('gives back the cart it was given, its lines in the order of putting in', async () => {
      const { cart, active } = await aStoredCart([2, 1, 999]);
      const found = await active();
      expect(found?.toState()).to.deep.equal(cart.toState());
      expect(found?.version).to.equal(1);
      expect(found?.pullEvents(), 'loading is not news').to.deep.equal([]);
    });

    it('knows nothing of somebody who has no cart', async () => {
      const { world, cart } = await aStoredCart();
      const stranger = await world.aCustomer();
      await world.store.run(async ({ carts }) => {
        expect(await carts.activeOf(stranger)).to.equal(undefined);
        expect(await carts.withItem(stranger, cart.items[0]!.id)).to.equal(undefined);
      });
    });

    it('keeps what was put in, changed and taken out', async () => {
      const { world, customerId, active } = await aStoredCart([1, 2, 3]);
      const another = aChoice(await world.aVariant());
      const state = await world.store.run(async ({ carts }) => {
        const cart = await carts.activeOf(customerId);
        const [first, second] = cart!.items;
        cart!.resize(first!.id, 7, Money.of(1100, 'USD'), QUARTER_PAST);
        cart!.remove(second!.id, QUARTER_PAST);
        cart!.put(another, 4, ids.next(), QUARTER_PAST);
        await carts.save(cart!);
        return cart!.toState();
      });
      const found = await active();
      expect(found?.toState()).to.deep.equal(state);
      expect(found?.items.map(({ quantity }) => quantity)).to.deep.equal([7, 3, 4]);
      expect(found?.version).to.equal(2);
    });

    it('keeps a cart that has been emptied', async () => {
      const { world, customerId, cart, active } = await aStoredCart([1]);
      await world.store.run(async ({ carts }) => {
        const mine = await carts.activeOf(customerId);
        mine!.remove(mine!.items[0]!.id, NOON);
        await carts.save(mine!);
      });
      const found = await active();
      expect(found?.id).to.equal(cart.id);
      expect(found?.items).to.deep.equal([]);
    });

    it('saves a cart that another unit of work has loaded', async () => {
      const { world, active } = await aStoredCart([1, 2]);
      const mine = await active();
      mine!.remove(mine!.items[0]!.id, NOON);
      mine!.resize(mine!.items[0]!.id, 5, Money.of(1, 'USD'), NOON);
      await world.store.run(({ carts }) => carts.save(mine!));
      expect((await active())?.toState()).to.deep.equal(mine!.toState());
    });

    it('lets a customer have one active cart, and as many checked-out ones as they buy', async () => {
      const { world, customerId, cart, active } = await aStoredCart();
      const save = (another: typeof cart) => world.store.run(({ carts }) => carts.save(another));
      expect(await rejection(save(aCart({ id: ids.next(), customerId })))).to.be.instanceOf(ConcurrencyConflict);

      const bought = await active();
      bought!.checkOut(NOON);
      await save(bought!);
      expect(await active()).to.equal(undefined);
      await save(aCart({ id: ids.next(), customerId }));
      expect((await active())?.items).to.deep.equal([]);
      const old = await world.store.run(({ carts }) => carts.withItem(customerId, cart.items[0]!.id));
      expect(old?.toState()).to.deep.equal(bought!.toState());
    });

    it('refuses to overwrite a change it has not seen', async () => {
      const { world, active } = await aStoredCart();
      const [mine, theirs] = [await active(), await active()];
      theirs!.resize(theirs!.items[0]!.id, 5, Money.of(1250, 'USD'), NOON);
      await world.store.run(({ carts }) => carts.save(theirs!));
      mine!.resize(mine!.items[0]!.id, 6, Money.of(1250, 'USD'), NOON);
      expect(await rejection(world.store.run(({ carts }) => carts.save(mine!)))).to.be.instanceOf(ConcurrencyConflict);
      expect((await active())?.items[0]?.quantity).to.equal(5);
    });

    it('leaves everything as it was when the work fails', async () => {
      const { world, customerId, cart, active } = await aStoredCart();
      const failed = world.store.run(async ({ carts }) => {
        const mine = await carts.activeOf(customerId);
        mine!.checkOut(NOON);
        await carts.save(mine!);
        throw new Error('after all not');
      });
      expect(String(await rejection(failed))).to.contain('after all not');
      expect((await active())?.toState()).to.deep.equal(cart.toState());
    });
  });

  describe('as CartQueries', () => {
    it('show the active cart, and none to whoever has none', async () => {
      const { world, customerId, cart } = await aStoredCart([2, 1]);
      const shown = await world.look((queries) => queries.activeOf(customerId));
      expect(shown.cart?.id).to.equal(cart.id);
      expect(shown.cart?.items).to.deep.equal(cart.items);
      expect(shown.destination).to.equal(undefined);
      const stranger = await world.aCustomer();
      expect([...shown.offers.keys()]).to.deep.equal(cart.items.map(({ variantId }) => variantId));
      const nothing = { cart: undefined, offers: new Map(), destination: undefined };
      expect(await world.look((queries) => queries.activeOf(stranger))).to.deep.equal(nothing);
    });

    it('do not show what was bought', async () => {
      const { world, customerId, active } = await aStoredCart();
      const bought = await active();
      bought!.checkOut(NOON);
      await world.store.run(({ carts }) => carts.save(bought!));
      expect((await world.look((queries) => queries.activeOf(customerId))).cart).to.equal(undefined);
    });
  });

  describe('as VariantChoices', () => {
    it('know the variants of a product, and nothing of one that there is not', async () => {
      const world = create();
      const { productId, variantId } = await world.aVariant();
      await world.store.run(async ({ variantChoices }) => {
        const choices = await variantChoices.ofProduct(productId);
        expect(choices.map(({ offer, isArchived }) => [offer.productId, offer.variantId, isArchived])).to.deep.equal([
          [productId, variantId, false],
        ]);
        expect(await variantChoices.ofProduct(ids.next())).to.deep.equal([]);
      });
    });
  });
}
