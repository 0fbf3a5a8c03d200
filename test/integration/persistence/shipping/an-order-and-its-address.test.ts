import { expect } from 'chai';
import { ForgetAddress } from '../../../../src/application/shipping/forget-address.js';
import { ReviseAddress } from '../../../../src/application/shipping/revise-address.js';
import { SaveAddress } from '../../../../src/application/shipping/save-address.js';
import type { CustomerId, OrderId } from '../../../../src/domain/shared/ids.js';
import { KnexUnitOfWork } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { anOrder } from '../../../support/builders/an-order.js';
import { testDatabase } from '../../../support/test-database.js';

describe('An order and the address it was placed with', () => {
  const database = testDatabase();
  const ids = new UuidGenerator();
  const store = () => new KnexUnitOfWork(database.knex, ids);
  const buyers = { find: async () => ({ email: 'ada@example.com', name: 'Ada', isVerified: true }) };

  it('part ways: the book may change and forget, the order keeps its copy (ORD-06)', async () => {
    const [customerId, orderId] = [ids.next<CustomerId>(), ids.next<OrderId>()];
    const home = { addressLine1: '1 Main St', city: 'New York', state: 'NY', postalCode: '10001', country: 'US' };
    const addressId = await new SaveAddress(store(), buyers, ids).execute({ customerId, address: home });
    const copy = await store().run(async ({ addressBooks, orders }) => {
      const entry = (await addressBooks.of(customerId)).defaultShipping;
      const { address } = entry!;
      await orders.save(
        anOrder({ id: orderId, customerId, shippingAddressId: addressId, shippingAddress: address, billingAddress: address }),
      );
      return address;
    });

    await new ReviseAddress(store(), buyers).execute({ customerId, addressId, address: { city: 'Albany' } });
    await new ForgetAddress(store()).execute({ customerId, addressId });

    const order = await store().run(({ orders }) => orders.find(orderId));
    expect(order?.toState().shippingAddress).to.deep.equal(copy);
    expect(order?.toState().billingAddress.city).to.equal('New York');
    expect((await store().run(({ addressBooks }) => addressBooks.of(customerId))).entries).to.deep.equal([]);
  });
});
