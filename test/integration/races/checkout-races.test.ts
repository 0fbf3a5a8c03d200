import { expect } from 'chai';
import type { PlacedOrder, PlaceOrderInput } from '../../../src/application/checkout/place-order.js';
import { IdempotencyInProgress } from '../../../src/application/shared/errors.js';
import type { RequestClaim } from '../../../src/application/shared/ports/request-log.js';
import { OutOfStock } from '../../../src/domain/inventory/inventory-errors.js';
import type { CustomerId } from '../../../src/domain/shared/ids.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { inLanes, Market, sideBySide } from '../../support/market.js';
import { startShop } from '../../support/shop.js';

const isKept = (outcome: PromiseSettledResult<PlacedOrder>): outcome is PromiseFulfilledResult<PlacedOrder> =>
  outcome.status === 'fulfilled';
const reasonsOf = (outcomes: readonly PromiseSettledResult<unknown>[]): unknown[] =>
  outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));

describe('Many checkouts at the same instant', function () {
  this.timeout(30_000);
  const shop = startShop();
  const market = new Market(shop);
  const checkOut = (customerId: CustomerId, input: Partial<PlaceOrderInput> = {}, claim?: RequestClaim) =>
    shop.container.get(TOKENS.placeOrder).execute({ customerId, ...input }, claim);

  it('of the last piece make one order and one charge (STK-01)', async () => {
    const ware = await market.ware({ stock: 1 });
    const buyers = await market.buyers(50);
    await inLanes(buyers.map((buyer) => () => market.fillCart(buyer, [[ware, 1]])));

    const outcomes = await sideBySide(buyers.map((buyer) => () => checkOut(buyer)));

    expect(outcomes.filter(isKept)).to.have.length(1);
    const reasons = reasonsOf(outcomes);
    expect(reasons).to.have.length(49);
    for (const reason of reasons) {
      expect(reason).to.be.instanceOf(OutOfStock);
      expect((reason as OutOfStock).details).to.include({ available: 0 });
    }
    expect(await market.shelf(ware)).to.deep.equal({ onHand: 1, reserved: 1, moved: 1, promised: 1 });
    expect([await market.count('orders'), await market.count('payments'), await market.charges()]).to.deep.equal([1, 1, 1]);
  });

  it('that want the same things in another order do not block one another (STK-02)', async () => {
    const [mug, lamp] = [await market.ware({ title: 'Cup' }), await market.ware({ title: 'Lamp' })];
    const buyers = await market.buyers(200);
    await inLanes(
      buyers.map((buyer, place) => () => {
        const lines = [[mug, 1] as const, [lamp, 1] as const];
        return market.fillCart(buyer, place % 2 === 0 ? lines : lines.reverse());
      }),
    );

    const outcomes = await sideBySide(buyers.map((buyer) => () => checkOut(buyer)));

    const sold = outcomes.filter(isKept).length;
    expect(sold).to.equal(100);
    expect(reasonsOf(outcomes).filter((reason) => !(reason instanceof OutOfStock))).to.deep.equal([]);
    for (const ware of [mug, lamp])
      expect(await market.shelf(ware)).to.deep.equal({ onHand: 100, reserved: 100, moved: 100, promised: 100 });
  });

  it('of one cart make one order, and every answer names it (ORD-01)', async () => {
    const ware = await market.ware();
    const [buyer] = await market.buyers(1);
    await market.fillCart(buyer!, [[ware, 2]]);
    const charges = await market.charges();

    const outcomes = await sideBySide(Array.from({ length: 20 }, () => () => checkOut(buyer!)));

    expect(reasonsOf(outcomes)).to.deep.equal([]);
    const answers = outcomes.filter(isKept).map(({ value }) => value.answer);
    expect(new Set(answers.map(({ order }) => order.id)).size).to.equal(1);
    expect(answers.filter(({ outcome }) => outcome === 'confirmed')).to.have.length(1);
    expect(answers.filter(({ outcome }) => outcome === 'known')).to.have.length(19);
    expect(await market.shelf(ware)).to.include({ reserved: 2, promised: 2 });
    expect(await market.charges()).to.equal(charges + 1);
  });

  it('with one key run once: the others get the kept answer, or are told that it runs (IDM-01)', async () => {
    const ware = await market.ware();
    const [buyer] = await market.buyers(1);
    await market.fillCart(buyer!, [[ware, 1]]);
    const claim = { caller: buyer!, key: 'twenty', fingerprint: 'f' };
    const charges = await market.charges();

    const outcomes = await sideBySide(Array.from({ length: 20 }, () => () => checkOut(buyer!, {}, claim)));

    const kept = outcomes.filter(isKept).map(({ value }) => value);
    expect(kept.filter(({ isReplay }) => !isReplay)).to.have.length(1);
    expect(new Set(kept.map(({ answer }) => answer.order.id)).size).to.equal(1);
    expect(reasonsOf(outcomes).filter((reason) => !(reason instanceof IdempotencyInProgress))).to.deep.equal([]);
    const { answer, isReplay } = await checkOut(buyer!, {}, claim);
    expect([isReplay, answer.outcome, answer.order.id]).to.deep.equal([true, 'confirmed', kept[0]?.answer.order.id]);
    expect(await market.charges()).to.equal(charges + 1);
  });

  it('and changes of the cart leave no order without what was in it (ORD-01)', async () => {
    const [ware, more] = [await market.ware(), await market.ware({ title: 'Bowl' })];
    const buyers = await market.buyers(20);
    await inLanes(buyers.map((buyer) => () => market.fillCart(buyer, [[ware, 1]])));

    const orders = await Promise.all(
      buyers.map(async (buyer) => {
        const [placed] = await Promise.all([checkOut(buyer), market.fillCart(buyer, [[more, 1]])]);
        return placed.answer.order;
      }),
    );

    const bought = orders.filter(({ lines }) => lines.length === 2).length;
    const [waiting] = await shop.knex('cart_items').where({ variant_id: more.variantId }).count<{ count: number }[]>();
    expect(await market.shelf(more)).to.include({ reserved: bought });
    expect(waiting?.count, 'in an order, or in the next cart').to.equal(20);
    expect(orders.every(({ lines, totalMinor }) => totalMinor === 1250 * lines.length)).to.equal(true);
  });
});
