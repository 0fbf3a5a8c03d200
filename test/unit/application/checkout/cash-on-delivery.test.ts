import { expect } from 'chai';
import { CashOnDeliveryUnavailable } from '../../../../src/domain/payment/payment-errors.js';
import { id } from '../../../../src/domain/shared/ids.js';
import { anAddress } from '../../../support/builders/an-address.js';
import { ADA, CheckoutWorld, LAMP, MUG } from '../../../support/checkout-world.js';
import { rejection } from '../../../support/rejection.js';

const DUBLIN = anAddress({ city: 'Dublin', country: 'IE', postalCode: 'D02 AF30' });

async function refusalOf(promise: Promise<unknown>) {
  const error = await rejection(promise);
  expect(error).to.be.instanceOf(CashOnDeliveryUnavailable);
  return (error as CashOnDeliveryUnavailable).details;
}

describe('Paying at the door', () => {
  let world: CheckoutWorld;
  const withCart = async (lamps: number, mugs = 0) => {
    world = await new CheckoutWorld().readyToBuy([
      { variantId: LAMP, quantity: lamps },
      ...(mugs > 0 ? [{ variantId: MUG, quantity: mugs }] : []),
    ]);
  };

  it('is for orders up to the limit of the shop, shipping included (PAY-16)', async () => {
    await withCart(4, 2); // 185.00 and 5.00 or 9.90 for shipping
    expect((await world.checkOut({ method: 'cod', shippingMethod: 'express' })).answer.outcome).to.equal('confirmed');

    await withCart(5); // 200.00 and shipping
    expect(await refusalOf(world.checkOut({ method: 'cod' }))).to.deep.equal({ reason: 'amount', max: 200 });
    expect(world.orders(), 'nothing of it stays').to.be.empty;
    expect(world.reserved(LAMP)).to.equal(0);
    expect((await world.checkOut()).answer.outcome, 'and a card may pay it').to.equal('confirmed');
  });

  it('is for countries where somebody takes the money (PAY-16)', async () => {
    await withCart(1);
    expect(await refusalOf(world.checkOut({ gateway: 'cod', shippingAddress: DUBLIN }))).to.deep.equal({ reason: 'country' });
    expect(world.orders()).to.be.empty;
    expect((await world.checkOut({ shippingAddress: DUBLIN })).answer.outcome).to.equal('confirmed');
  });

  it('is for what a carrier brings: not for an order with anything digital in it (PAY-16)', async () => {
    await withCart(1);
    await world.stockUp({ isDigital: true });
    expect(await refusalOf(world.checkOut({ method: 'cod' }))).to.deep.equal({ reason: 'digital' });
    expect(world.orders(), 'nothing of it stays').to.be.empty;
    const { answer } = await world.checkOut({ token: 'tok_declined' });
    const again = world.payAgain.execute({ orderId: id(answer.order.id), customerId: ADA, method: 'cod' });
    expect(await refusalOf(again)).to.deep.equal({ reason: 'digital' });
  });

  it('has the same limits when an order is paid again (PAY-16)', async () => {
    await withCart(5);
    const { answer } = await world.checkOut({ token: 'tok_declined' });
    const again = world.payAgain.execute({ orderId: id(answer.order.id), customerId: ADA, method: 'cod' });
    expect(await refusalOf(again)).to.include({ reason: 'amount' });
    expect(world.payments()).to.have.length(1);
  });

  it('leaves nothing to give back when it is called off before the parcel is there (PAY-16)', async () => {
    await withCart(1);
    const { answer } = await world.checkOut({ method: 'cod' });
    await world.cancelOrder.execute({ orderId: id(answer.order.id), by: { kind: 'customer', id: ADA } });
    await world.runJobs();
    expect(world.order(answer.order.id).status).to.equal('cancelled');
    expect(world.payments()[0]).to.deep.include({ status: 'cancelled', refunds: [] });
    expect(world.reserved(LAMP)).to.equal(0);
  });
});
