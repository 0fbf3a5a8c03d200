import { expect } from 'chai';
import { ConcurrencyConflict } from '../../../../src/application/shared/errors.js';
import { id } from '../../../../src/domain/shared/ids.js';
import { KnexUnitOfWork } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { orderRepositoryContract } from '../../../contract/order-repository.contract.js';
import { paymentRepositoryContract } from '../../../contract/payment-repository.contract.js';
import { aPayment } from '../../../support/builders/a-payment.js';
import { anOrder, NOON } from '../../../support/builders/an-order.js';
import { rejection } from '../../../support/rejection.js';
import { testDatabase } from '../../../support/test-database.js';

describe('Orders and payments in PostgreSQL', () => {
  const database = testDatabase();
  const store = () => new KnexUnitOfWork(database.knex, new UuidGenerator());

  orderRepositoryContract(store);
  paymentRepositoryContract(store);

  describe('beside what the ports promise', () => {
    before(() =>
      store().run(async ({ orders, payments }) => {
        const order = anOrder();
        await orders.save(order);
        await payments.save(aPayment());
      }),
    );
    const refusal = (sql: string) => rejection(Promise.resolve(database.knex.raw(sql))).then(String);

    it('stores money as whole numbers that close (MON-11)', async () => {
      const { rows } = await database.knex.raw<{ rows: { column_name: string; data_type: string }[] }>(
        `select table_name, column_name, data_type from information_schema.columns
         where table_name in ('orders', 'order_lines', 'payments', 'refunds', 'payment_events') and column_name like '%_minor'`,
      );
      expect(rows).to.have.length.greaterThan(12);
      expect(rows.filter(({ data_type }) => data_type !== 'bigint')).to.deep.equal([]);
      expect(await refusal('update orders set total_minor = total_minor + 1')).to.contain('orders_add_up');
    });

    it('refuses to take more than was asked for, or to give back more than was taken (PAY-13)', async () => {
      expect(await refusal('update payments set captured_minor = amount_minor + 1')).to.contain('check constraint');
      expect(await refusal('update payments set refunded_minor = captured_minor + 1')).to.contain('check constraint');
    });

    it('says what went wrong first, however much was sent behind it', async () => {
      const twin = anOrder({ id: id('01900000-0000-7000-8000-00000000ffff'), number: 'P-TWIN' });
      const refused = store().run(async ({ orders, payments }) => {
        const roundabout = async () => {
          await Promise.resolve(orders.save(twin)).then((saved) => saved);
        };
        const both = Promise.all([roundabout(), payments.find(aPayment().id)]);
        // Both answers lie there before the first is looked at, as on a busy day.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
        await both;
      });
      expect(await rejection(refused)).to.be.instanceOf(ConcurrencyConflict);
    });

    it('never rewrites history (ORD-20)', async () => {
      for (const table of ['order_history', 'payment_events']) {
        expect(await refusal(`update ${table} set to_status = 'x'`)).to.contain('never rewritten');
        expect(await refusal(`delete from ${table}`)).to.contain('never rewritten');
      }
    });

    it('makes whoever changes an order wait for whoever has found it', async () => {
      const order = anOrder();
      const steps: string[] = [];
      let found: () => void = () => undefined;
      const isFound = new Promise<void>((resolve) => (found = resolve));
      const slow = store().run(async ({ orders }) => {
        const mine = await orders.find(order.id);
        found();
        await new Promise((resolve) => setTimeout(resolve, 100));
        steps.push('slow');
        mine!.confirm({ paymentId: null }, NOON);
        await orders.save(mine!);
      });
      await isFound;
      const quick = store().run(async ({ orders }) => {
        const mine = await orders.find(order.id);
        steps.push(`quick sees ${mine!.status}`);
      });
      await Promise.all([slow, quick]);

      expect(steps).to.deep.equal(['slow', 'quick sees confirmed']);
    });
  });
});
