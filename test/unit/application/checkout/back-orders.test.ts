import { expect } from 'chai';
import { OutOfStock } from '../../../../src/domain/inventory/inventory-errors.js';
import { CheckoutWorld, LAMP, MUG } from '../../../support/checkout-world.js';
import { rejection } from '../../../support/rejection.js';

describe('Buying what has not come in', () => {
  let world: CheckoutWorld;
  beforeEach(async () => {
    world = new CheckoutWorld();
    await world.stockUp({}, 1);
    await world.moveIn();
    await world.store.run(({ stock }) => stock.setTerms(MUG, { isTracked: true, backorderLimit: 2, lowStockAt: null }));
  });

  it('marks on the order what has to come in first, and stops at the limit (STK-10)', async () => {
    await world.fillCart([
      { variantId: MUG, quantity: 3 },
      { variantId: LAMP, quantity: 1 },
    ]);
    const { answer } = await world.checkOut();
    expect(answer.order.lines.map(({ backordered }) => backordered)).to.deep.equal([2, 0]);

    await world.fillCart([{ variantId: MUG, quantity: 1 }]);
    expect(await rejection(world.checkOut())).to.be.instanceOf(OutOfStock);
  });

  it('never runs out of what nobody counts (STK-11)', async () => {
    await world.store.run(({ stock }) => stock.setTerms(MUG, { isTracked: false, backorderLimit: 0, lowStockAt: null }));
    for (let sale = 0; sale < 5; sale += 1) {
      await world.fillCart([{ variantId: MUG, quantity: 999 }]);
      const { answer } = await world.checkOut();
      expect(answer.order.lines[0]?.backordered).to.equal(0);
    }
    const level = await world.store.run(({ stock }) => stock.hold(MUG));
    expect(level).to.include({ onHand: 1, reserved: 0 });
  });
});
