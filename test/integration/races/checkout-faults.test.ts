import { expect } from 'chai';
import type { PlaceOrderInput } from '../../../src/application/checkout/place-order.js';
import { ConcurrencyConflict } from '../../../src/application/shared/errors.js';
import type { CustomerId } from '../../../src/domain/shared/ids.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { isOutage } from '../../../src/infrastructure/persistence/shared/database-faults.js';
import { BreakingUnitOfWork } from '../../support/breaking-unit-of-work.js';
import { Market, type Ware } from '../../support/market.js';
import { rejection } from '../../support/rejection.js';
import { startShop } from '../../support/shop.js';

const KEPT = ['orders', 'order_lines', 'order_history', 'payments', 'payment_events', 'reservations', 'request_claims', 'outbox'];

describe('A checkout that breaks', function () {
  this.timeout(30_000);
  let unitOfWork: BreakingUnitOfWork;
  const shop = startShop({}, (container) => {
    unitOfWork = new BreakingUnitOfWork(container.get(TOKENS.unitOfWork));
    container.rebind(TOKENS.unitOfWork).toConstantValue(unitOfWork as never);
  });
  const market = new Market(shop);
  let ware: Ware;
  let buyer: CustomerId;
  const claim = () => ({ caller: buyer, key: 'k', fingerprint: 'f' });
  const checkOut = (input: Partial<PlaceOrderInput> = {}) =>
    shop.container.get(TOKENS.placeOrder).execute({ customerId: buyer, ...input }, claim());
  const counts = async () => Promise.all(KEPT.map(async (table) => `${table} ${await market.count(table)}`));
  const resume = () => {
    shop.clock.advance(21_000);
    return shop.container.get(TOKENS.resumeUnfinishedCheckouts).execute();
  };
  const lastOrder = async () => {
    const { items } = await shop.container.get(TOKENS.orderQueries).search({ customerId: buyer }, { page: 1, limit: 1 });
    return items[0]!;
  };

  beforeEach(async () => {
    ware = await market.ware({ stock: 5 });
    [buyer] = (await market.buyers(1)) as [CustomerId];
    await market.fillCart(buyer, [[ware, 2]]);
  });

  describe('before the money is asked for', () => {
    for (const step of [
      'requests.claim',
      'carts.atHand',
      'addressBooks.of',
      'buyers.find',
      'stock.reserve',
      'orders.save',
      'payments.save',
      'carts.save',
      'commit',
    ] as const) {
      it(`behind ${step} leaves nothing, and can be repeated (ORD-03, IDM-04)`, async () => {
        const [before, charges] = [await counts(), await market.charges()];
        unitOfWork.breakAt(step);
        expect(String(await rejection(checkOut()))).to.contain('power cut');

        expect(unitOfWork.isWhole, 'it broke').to.equal(false);
        expect(await counts()).to.deep.equal(before);
        expect(await market.charges()).to.equal(charges);
        expect(await market.shelf(ware)).to.include({ reserved: 0, promised: 0 });

        const { answer, isReplay } = await checkOut();
        expect([answer.outcome, isReplay]).to.deep.equal(['confirmed', false]);
        expect(await market.shelf(ware)).to.include({ reserved: 2, promised: 2 });
      });
    }

    it('by a lost race is tried again, and orders once (ORD-03)', async () => {
      const [orders, charges] = [await market.count('orders'), await market.charges()];
      unitOfWork.breakAt('carts.save', 1, new ConcurrencyConflict('cart', 'c'));
      const { answer, isReplay } = await checkOut();

      expect([answer.outcome, isReplay]).to.deep.equal(['confirmed', false]);
      expect([await market.count('orders'), await market.charges()]).to.deep.equal([orders + 1, charges + 1]);
      expect(await market.shelf(ware)).to.include({ reserved: 2, promised: 2 });
      expect((await checkOut()).isReplay).to.equal(true);
    });

    it('with its connection leaves nothing, and says that it was not the request (ORD-03)', async () => {
      const [before, charges] = [await counts(), await market.charges()];
      const blocker = await shop.knex.transaction();
      await blocker.raw('select 1 from stock where variant_id = ? for update', [ware.variantId]);
      const outcome = rejection(checkOut());
      let killed = 0;
      while (killed === 0) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        const { rows } = await shop.knex.raw<{ rows: unknown[] }>(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        killed = rows.length;
      }
      expect(isOutage(await outcome)).to.equal(true);
      await blocker.rollback();

      expect(await counts()).to.deep.equal(before);
      expect(await market.charges()).to.equal(charges);
      expect(await market.shelf(ware)).to.include({ reserved: 0, promised: 0 });
      expect((await checkOut()).answer.outcome).to.equal('confirmed');
    });
  });

  describe('after the money was taken', () => {
    for (const [step, call] of [
      ['orders.find', 1],
      ['payments.ofOrder', 1],
      ['orders.save', 2],
      ['payments.save', 2],
      ['requests.answer', 1],
      ['commit', 2],
    ] as const) {
      it(`behind ${step} is finished by the sweeper with that charge, and the key tells it (ORD-02, IDM-03)`, async () => {
        const charges = await market.charges();
        unitOfWork.breakAt(step, call);
        expect(String(await rejection(checkOut()))).to.contain('power cut');
        expect(await lastOrder()).to.include({ status: 'pending', paymentStatus: 'unpaid' });
        expect(await market.charges()).to.equal(charges + 1);
        expect(await market.shelf(ware)).to.include({ reserved: 2, promised: 2 });

        await Promise.all([resume(), resume()]);

        expect(await lastOrder()).to.include({ status: 'confirmed', paymentStatus: 'paid' });
        const { answer, isReplay } = await checkOut();
        expect([answer.outcome, answer.order.id, isReplay]).to.deep.equal(['confirmed', (await lastOrder()).id, true]);
        expect(await market.charges()).to.equal(charges + 1);
        expect(await market.shelf(ware)).to.include({ reserved: 2, promised: 2 });
      });
    }

    it('is finished by the next request with its key, when that comes first (ORD-02)', async () => {
      const charges = await market.charges();
      unitOfWork.breakAt('orders.find');
      await rejection(checkOut());
      shop.clock.advance(16_000);
      const [first, second] = await Promise.all([checkOut(), checkOut()]);

      for (const { answer, isReplay } of [first, second]) expect([answer.outcome, isReplay]).to.deep.equal(['confirmed', true]);
      expect(await market.charges()).to.equal(charges + 1);
    });
  });

  describe('after the card was declined', () => {
    for (const [step, call] of [
      ['stock.release', 1],
      ['payments.save', 2],
    ] as const) {
      it(`behind ${step} keeps payment and reservation as they were, together (STK-04)`, async () => {
        unitOfWork.breakAt(step, call);
        await rejection(checkOut({ token: 'tok_declined' }));
        expect((await lastOrder()).payment?.status).to.equal('pending');
        expect(await market.shelf(ware)).to.include({ reserved: 2, promised: 2 });

        await resume();
        expect(await lastOrder()).to.include({ status: 'pending', paymentStatus: 'failed' });
        expect(await market.shelf(ware)).to.deep.equal({ onHand: 5, reserved: 0, moved: 5, promised: 0 });
      });
    }
  });
});
