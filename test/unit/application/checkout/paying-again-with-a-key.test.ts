import { expect } from 'chai';
import { IdempotencyInProgress, IdempotencyKeyReused } from '../../../../src/application/shared/errors.js';
import type { RequestFate } from '../../../../src/application/shared/ports/request-log.js';
import type { OrderId } from '../../../../src/domain/shared/ids.js';
import { ADA, CheckoutWorld } from '../../../support/checkout-world.js';
import { rejection } from '../../../support/rejection.js';

describe('Paying an order again with an Idempotency-Key', () => {
  let world: CheckoutWorld;
  let orderId: OrderId;
  let fates: RequestFate[];
  const again = (token: string, fingerprint = 'f') =>
    world.payAgain.execute(
      { orderId, customerId: ADA, token },
      { caller: ADA, key: 'again', fingerprint, told: (fate) => fates.push(fate) },
    );

  beforeEach(async () => {
    world = await new CheckoutWorld().readyToBuy();
    fates = [];
    await world.checkOut({ token: 'tok_decline' });
    orderId = world.orders()[0]!.id;
  });

  it('charges once and answers twice (IDM-01)', async () => {
    const first = await again('tok_success');
    const second = await again('tok_success');

    expect(first.outcome).to.equal('confirmed');
    expect(second).to.deep.equal(first);
    expect(fates).to.deep.equal(['replayed']);
    expect(world.orders()[0]).to.deep.include({ status: 'confirmed' });
  });

  it('gives a decline again, instead of trying once more (IDM-01)', async () => {
    const first = await again('tok_decline');

    expect(first.outcome).to.equal('declined');
    expect(await again('tok_decline')).to.deep.equal(first);
  });

  it('refuses another wish under the same key (IDM-02)', async () => {
    await again('tok_decline');

    expect(await rejection(again('tok_success', 'another'))).to.be.instanceOf(IdempotencyKeyReused);
  });

  it('says that it is in progress until somebody settles it, and then what came of it (IDM-03)', async () => {
    world.gateway.authorize = () => Promise.reject(new Error('the process ended'));
    await rejection(again('tok_success'));
    expect(await rejection(again('tok_success'))).to.be.instanceOf(IdempotencyInProgress);
    world.later(21_000);
    await world.resume.execute();

    expect((await again('tok_success')).outcome).to.equal('declined');
  });
});
