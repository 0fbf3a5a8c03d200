import { expect } from 'chai';
import { id, type PaymentId, type RefundId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { FakePaymentGateway } from '../../../../src/infrastructure/payment/fake-payment-gateway.js';
import { SqlChargeLedger } from '../../../../src/infrastructure/persistence/payment/sql-charge-ledger.js';
import { PoolSql } from '../../../../src/infrastructure/persistence/shared/sql.js';
import { paymentGatewayContract } from '../../../contract/payment-gateway.contract.js';
import { FAKE_EXCUSES, fakeGatewayUnderTest } from '../../../support/gateways/fake-gateway-under-test.js';
import { testDatabase } from '../../../support/test-database.js';

describe('The fake gateway with its books in PostgreSQL', () => {
  const database = testDatabase();
  const gateway = () => new FakePaymentGateway(new SqlChargeLedger(new PoolSql(database.knex)), { secret: 'whsec_test', slowMs: 1 });
  const paymentId = (tail: string) => id<PaymentId>(`01900000-0000-7000-8300-${tail.padStart(12, '0')}`);
  const known = (tail: string) => ({ id: paymentId(tail), reference: null, amount: usd(1000), captured: usd(0), openedAt: new Date() });
  const refundId = (tail: string) => id<RefundId>(`01900000-0000-7000-9300-${tail.padStart(12, '0')}`);
  const usd = (minor: number) => Money.of(minor, 'USD');

  paymentGatewayContract(() => fakeGatewayUnderTest(new SqlChargeLedger(new PoolSql(database.knex))), FAKE_EXCUSES);

  it('charges once, however often it is asked at the same instant', async () => {
    const request = { paymentId: paymentId('1'), amount: usd(1000) };
    const answers = await Promise.all(Array.from({ length: 20 }, () => gateway().authorize(request)));
    for (const answer of answers) expect(answer).to.deep.equal(answers[0]);
    expect(await database.knex('fake_gateway_charges').where({ payment_id: request.paymentId })).to.have.length(1);
  });

  it('gives back no more than it took, also in parts', async () => {
    await gateway().authorize({ paymentId: paymentId('2'), amount: usd(1000) });
    const outcomes = [];
    for (const [refund, minor] of [
      ['a', 600],
      ['b', 500],
      ['c', 400],
      ['d', 1],
    ] as const)
      outcomes.push((await gateway().refund(known('2'), refundId(refund), usd(minor))).outcome);
    expect(outcomes).to.deep.equal(['succeeded', 'failed', 'succeeded', 'failed']);
  });

  it('does not capture what it does not hold', async () => {
    await gateway().authorize({ paymentId: paymentId('3'), amount: usd(1000), token: 'tok_authorize_only' });
    await gateway().void(known('3'));
    expect((await gateway().capture(known('3'), usd(1000))).outcome).to.equal('declined');
    expect((await gateway().lookUp(known('3'))).outcome).to.equal('voided');
  });

  it('gives back no more than it took, also to ten refunds at the same instant', async () => {
    await gateway().authorize({ paymentId: paymentId('4'), amount: usd(1000) });
    const refunds = Array.from({ length: 10 }, (_, place) => gateway().refund(known('4'), refundId(`e${place}`), usd(300)));
    const outcomes = (await Promise.all(refunds)).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'succeeded')).to.have.length(3);
    expect(
      await database
        .knex('fake_gateway_charges')
        .where({ payment_id: paymentId('4') })
        .first(),
    ).to.include({ refunded_minor: 900 });
  });

  it('gives back once, however often one refund is asked for at the same instant', async () => {
    await gateway().authorize({ paymentId: paymentId('5'), amount: usd(1000) });
    const answers = await Promise.all(Array.from({ length: 10 }, () => gateway().refund(known('5'), refundId('f'), usd(300))));
    for (const { outcome } of answers) expect(outcome).to.equal('succeeded');
    expect(
      await database
        .knex('fake_gateway_charges')
        .where({ payment_id: paymentId('5') })
        .first(),
    ).to.include({ refunded_minor: 300 });
  });
});
