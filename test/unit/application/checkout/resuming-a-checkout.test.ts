import { expect } from 'chai';
import { IdempotencyInProgress } from '../../../../src/application/shared/errors.js';
import { ADA, CheckoutWorld } from '../../../support/checkout-world.js';
import { rejection } from '../../../support/rejection.js';

const CLAIM = { caller: ADA, key: 'k', fingerprint: 'f' };

describe('Repeating a keyed checkout whose process died', () => {
  let world: CheckoutWorld;

  beforeEach(async () => {
    world = await new CheckoutWorld().readyToBuy();
    const { authorize } = world.gateway;
    world.gateway.authorize = () => Promise.reject(new Error('power cut'));
    await rejection(world.checkOut({}, CLAIM));
    world.gateway.authorize = authorize;
  });

  it('does not speak for another try to pay that is under way this moment (IDM-03)', async () => {
    world.later(21_000);
    const orderId = world.orders()[0]!.id;
    const authorize = world.gateway.authorize.bind(world.gateway);
    let repeated: unknown;
    world.gateway.authorize = async (request) => {
      repeated = await rejection(world.checkOut({}, CLAIM));
      return authorize(request);
    };
    const { outcome, order } = await world.payAgain.execute({ orderId, customerId: ADA });

    expect(repeated).to.be.instanceOf(IdempotencyInProgress);
    expect(outcome).to.equal('confirmed');
    expect(order.payments.map(({ status }) => status)).to.deep.equal(['cancelled', 'captured']);
    expect(world.reserved()).to.equal(2);
    expect((await world.checkOut({}, CLAIM)).answer).to.deep.include({ outcome: 'confirmed' });
  });
});
