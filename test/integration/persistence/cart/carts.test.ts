import { expect } from 'chai';
import { CartPricing } from '../../../../src/application/cart/cart-pricing.js';
import { PutInCart } from '../../../../src/application/cart/put-in-cart.js';
import { SetQuantityInCart } from '../../../../src/application/cart/set-quantity-in-cart.js';
import { TakeFromCart } from '../../../../src/application/cart/take-from-cart.js';
import { ViewCart } from '../../../../src/application/cart/view-cart.js';
import { CartIsCheckedOut } from '../../../../src/domain/cart/cart-errors.js';
import type { CustomerId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { SqlCartQueries } from '../../../../src/infrastructure/persistence/cart/sql-cart-queries.js';
import { KnexUnitOfWork } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { PoolSql, type Sql } from '../../../../src/infrastructure/persistence/shared/sql.js';
import { NodeDigest } from '../../../../src/infrastructure/security/node-digest.js';
import { FlatShippingRates } from '../../../../src/infrastructure/shipping/flat-shipping-rates.js';
import { SystemClock } from '../../../../src/infrastructure/system/system-clock.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { NoTaxCalculator } from '../../../../src/infrastructure/tax/no-tax-calculator.js';
import { cartRepositoryContract } from '../../../contract/cart-repository.contract.js';
import { aStockedVariant } from '../../../support/builders/a-stocked-variant.js';
import { NOON } from '../../../support/builders/an-order.js';
import { aStoredAccount } from '../../../support/builders/a-stored-account.js';
import { testDatabase } from '../../../support/test-database.js';

describe('Carts in PostgreSQL', () => {
  const database = testDatabase();
  const ids = new UuidGenerator();
  const clock = { now: () => NOON };
  const store = () => new KnexUnitOfWork(database.knex, ids);
  const pricing = new CartPricing(
    new FlatShippingRates([{ code: 'standard', price: '5' }], 'USD'),
    new NoTaxCalculator(),
    new NodeDigest(),
    { currency: 'USD', country: 'US' },
  );
  const aVariant = (onHand = 2000) => aStockedVariant(database.knex, { onHand });
  const inParallel = <Result>(times: number, work: (turn: number) => Promise<Result>) =>
    Promise.all(Array.from({ length: times }, (_, turn) => work(turn)));
  const cartOf = (customerId: CustomerId) => store().run(({ carts }) => carts.activeOf(customerId));

  cartRepositoryContract(() => ({
    store: store(),
    look: (looking) => looking(new SqlCartQueries(new PoolSql(database.knex), new SystemClock())),
    aCustomer: () => aStoredAccount(database.knex),
    aVariant: () => aVariant(),
  }));

  describe('at the same instant', () => {
    it('start once for twenty first things, and count every one (CART-01)', async () => {
      const [customerId, { productId }] = [await aStoredAccount(database.knex), await aVariant()];
      const put = new PutInCart(store(), pricing, clock, ids);
      await inParallel(20, () => put.execute({ customerId, wanted: { productId }, quantity: 1 }));

      expect((await cartOf(customerId))?.items.map(({ quantity }) => quantity)).to.deep.equal([20]);
      expect(await database.knex('carts').where({ customer_id: customerId })).to.have.lengthOf(1);
      expect(
        await database.knex('outbox').whereRaw(`type = 'cart.started' and payload ->> 'customerId' = ?`, [customerId]),
      ).to.have.lengthOf(1);
    });

    it('lose nothing that two devices do (CART-16)', async () => {
      const customerId = await aStoredAccount(database.knex);
      const [mug, lamp, pen] = [await aVariant(), await aVariant(), await aVariant()];
      const put = new PutInCart(store(), pricing, clock, ids);
      const take = new TakeFromCart(store(), pricing, clock);
      for (const { variantId } of [mug, lamp]) await put.execute({ customerId, wanted: { variantId }, quantity: 50 });
      await inParallel(40, (turn) =>
        [
          () => put.execute({ customerId, wanted: { productId: mug.productId }, quantity: 2 }),
          () => take.execute({ customerId, productId: mug.productId }),
          () => take.execute({ customerId, productId: lamp.productId }),
          () => put.execute({ customerId, wanted: { variantId: pen.variantId }, quantity: 1 }),
        ][turn % 4]!(),
      );

      const quantities = (await cartOf(customerId))?.items.map(({ variantId, quantity }) => [variantId, quantity]);
      expect(quantities).to.deep.equal([
        [mug.variantId, 60],
        [lamp.variantId, 40],
        [pen.variantId, 10],
      ]);
    });

    it('are bought as they were before a change or after it, and refuse what comes too late (CART-13, CART-16)', async () => {
      for (let round = 0; round < 15; round += 1) {
        const [customerId, { productId }] = [await aStoredAccount(database.knex), await aVariant()];
        const { item } = await new PutInCart(store(), pricing, clock, ids).execute({ customerId, wanted: { productId }, quantity: 1 });
        const set = new SetQuantityInCart(store(), pricing, clock);
        const [bought, changed] = await Promise.allSettled([
          store().run(async ({ carts }) => {
            const cart = await carts.activeOf(customerId);
            cart!.checkOut(NOON);
            await carts.save(cart!);
            return cart!.items[0]?.quantity;
          }),
          set.execute({ customerId, itemId: item!.id, quantity: 7 }),
        ]);

        expect(bought.status).to.equal('fulfilled');
        if (changed.status === 'rejected') expect(changed.reason).to.be.instanceOf(CartIsCheckedOut);
        const [stored] = await database.knex('cart_items').where({ id: item!.id });
        expect((stored as { quantity: number }).quantity).to.equal((bought as { value?: number }).value);
        expect((bought as { value?: number }).value).to.equal(changed.status === 'fulfilled' ? 7 : 1);
      }
    });
  });

  describe('however full', () => {
    /** Counts what is sent. */
    class CountingSql implements Sql {
      count = 0;

      constructor(private readonly sql: Sql) {}

      query: Sql['query'] = (statement, values) => {
        this.count += 1;
        return this.sql.query(statement, values);
      };
    }

    const statementsToView = async (lines: number) => {
      const customerId = await aStoredAccount(database.knex);
      const variants = await inParallel(lines, () => aVariant());
      const cartId = ids.next();
      const at = { created_at: NOON, updated_at: NOON, version: 1 };
      await database.knex('carts').insert({ id: cartId, customer_id: customerId, status: 'active', ...at });
      await database.knex('cart_items').insert(
        variants.map(({ variantId }) => ({
          ...{ id: ids.next(), cart_id: cartId, variant_id: variantId, quantity: 2 },
          ...{ seen_price_minor: 1250, currency: 'USD', added_at: NOON },
        })),
      );
      const sql = new CountingSql(new PoolSql(database.knex));
      const view = await new ViewCart(new SqlCartQueries(sql, new SystemClock()), pricing).execute(customerId);
      expect(view.items).to.have.lengthOf(lines);
      expect(view.totalPrice).to.deep.equal(Money.of(lines * 2500 + 500, 'USD'));
      return sql.count;
    };

    it('are read with the same few statements: one line or a hundred (CART-15)', async () => {
      expect(await statementsToView(100))
        .to.equal(await statementsToView(1))
        .and.to.be.at.most(4);
    });
  });

  it('say where things go by default', async () => {
    const customerId = await aStoredAccount(database.knex);
    await store().run(async ({ addressBooks }) => {
      const book = await addressBooks.ofForChange(customerId);
      const home = { name: 'Ada', phone: null, addressLine1: '1 Main St', addressLine2: null, city: 'Berlin', state: null };
      book.add(ids.next(), { ...home, postalCode: '10115', country: 'DE' });
      await addressBooks.save(book);
    });
    const { cart, destination } = await new SqlCartQueries(new PoolSql(database.knex), new SystemClock()).activeOf(customerId);
    expect(cart).to.equal(undefined);
    expect(destination).to.deep.equal({ country: 'DE', state: null, postalCode: '10115' });
  });
});
