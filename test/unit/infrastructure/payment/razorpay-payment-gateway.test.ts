import { expect } from 'chai';
import type { KnownPayment } from '../../../../src/application/payment/ports/payment-gateway.js';
import { id, type PaymentId, type RefundId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { paymentGatewayContract } from '../../../contract/payment-gateway.contract.js';
import { RAZORPAY_EXCUSES, razorpayGateway, razorpayUnderTest } from '../../../support/gateways/razorpay-under-test.js';
import { RazorpayServer } from '../../../support/providers/razorpay-server.js';

const inr = (paise: number) => Money.of(paise, 'INR');
const PAYMENT = id<PaymentId>('01900000-0000-7000-8000-000000000a01');
const known = (amount: Money): KnownPayment => ({ id: PAYMENT, reference: null, amount, captured: amount.times(0), openedAt: new Date() });

describe('Razorpay', () => {
  paymentGatewayContract(razorpayUnderTest, RAZORPAY_EXCUSES);

  describe('on its own terms', () => {
    let server: RazorpayServer;
    beforeEach(async () => {
      server = await RazorpayServer.start();
    });
    afterEach(() => server.close());

    it('tells the front end what its checkout needs', async () => {
      const answer = await razorpayGateway(server).authorize({ paymentId: PAYMENT, amount: inr(49_900) });
      if (answer.outcome !== 'requires_action') throw new Error(answer.outcome);
      const { origin, pathname, searchParams } = new URL(answer.nextAction.url);
      expect(origin + pathname).to.equal(`${server.url}/v1/checkout/embedded`);
      expect(Object.fromEntries(searchParams)).to.deep.equal({
        key_id: server.keyId,
        order_id: answer.reference,
        amount: '49900',
        currency: 'INR',
      });
    });

    it('is asked in paise, and by UPI as by card', async () => {
      const gateway = razorpayGateway(server);
      const { reference } = (await gateway.authorize({ paymentId: PAYMENT, amount: inr(12_345) })) as { reference: string };
      server.buyer(reference, { does: 'pay', by: 'upi' });
      expect(server.paymentsOf(PAYMENT)[0]).to.include({ amount: 12_345, currency: 'INR', method: 'upi', status: 'captured' });
      expect(await gateway.lookUp(known(inr(12_345)))).to.deep.equal({ outcome: 'captured', reference, amount: inr(12_345) });
    });

    it('is never asked for an amount that it would round: it takes no thousandths', async () => {
      const dinars = Money.of(10_505, 'KWD');
      expect(await razorpayGateway(server).authorize({ paymentId: PAYMENT, amount: dinars })).to.deep.equal({
        outcome: 'declined',
        reference: null,
        declineCode: 'processing_error',
      });
      expect(server.ordersOf(PAYMENT)).to.equal(0);
    });

    it('has its books read page by page', async () => {
      const gateway = razorpayGateway(server);
      const ids = Array.from({ length: 205 }, (_, index) => id<PaymentId>(`01900000-0000-7000-8000-${String(index).padStart(12, '0')}`));
      for (const paymentId of ids) await gateway.authorize({ paymentId, amount: inr(100) });
      const found = [];
      for await (const line of gateway.booked(new Date(Date.now() - 60_000), new Date(Date.now() + 60_000))) found.push(line.paymentId);
      expect(found.reverse()).to.deep.equal(ids);
    });

    it('gives one order to all who ask at the same time, though each may have made one', async () => {
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => razorpayGateway(server).authorize({ paymentId: PAYMENT, amount: inr(100) })),
      );
      expect(new Set(answers.map((answer) => answer.reference)).size).to.equal(1);
      server.buyer(answers[0]?.reference ?? '', { does: 'pay' });
      const lines = [];
      for await (const line of razorpayGateway(server).booked(new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)))
        lines.push(line);
      expect(lines, 'and has one line for it in its books').to.have.length(1);
      expect(lines[0]).to.deep.include({ paymentId: PAYMENT, status: 'captured', captured: inr(100) });
    });

    it('gives back what is paid late, after we let go: it is found as captured, and refunded like any other', async () => {
      const gateway = razorpayGateway(server);
      const { reference } = (await gateway.authorize({ paymentId: PAYMENT, amount: inr(5_000) })) as { reference: string };
      await gateway.void(known(inr(5_000)));
      expect((await gateway.lookUp(known(inr(5_000)))).outcome).to.equal('voided');
      server.buyer(reference, { does: 'pay' });
      expect((await gateway.lookUp(known(inr(5_000)))).outcome).to.equal('captured');
      const refundId = id<RefundId>('01900000-0000-7000-8000-000000000b01');
      expect(await gateway.refund(known(inr(5_000)), refundId, inr(5_000))).to.have.property('outcome', 'succeeded');
    });

    it('holds the reason of a refusal in a word', async () => {
      const gateway = razorpayGateway(server);
      const { reference } = (await gateway.authorize({ paymentId: PAYMENT, amount: inr(5_000) })) as { reference: string };
      server.buyer(reference, { does: 'pay', refunds: 'refused' });
      const refundId = id<RefundId>('01900000-0000-7000-8000-000000000b02');
      expect(await gateway.refund(known(inr(5_000)), refundId, inr(100))).to.deep.equal({
        outcome: 'failed',
        reason: 'insufficient_balance',
      });
    });
  });
});
