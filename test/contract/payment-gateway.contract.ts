import { expect } from 'chai';
import type { KnownPayment, PaymentGateway } from '../../src/application/payment/ports/payment-gateway.js';
import { id, type PaymentId, type RefundId } from '../../src/domain/shared/ids.js';
import { Money } from '../../src/domain/shared/money.js';

let made = 0;
const aPaymentId = () => id<PaymentId>(`01900000-0000-7000-8200-${String((made += 1)).padStart(12, '0')}`);
const aRefundId = () => id<RefundId>(`01900000-0000-7000-9200-${String((made += 1)).padStart(12, '0')}`);
const known = (paymentId: PaymentId): KnownPayment => ({ id: paymentId, reference: null, amount: usd(1000), openedAt: new Date() });
const usd = (minor: number) => Money.of(minor, 'USD');

/** What every PaymentGateway promises, whatever stands behind it (PAY-21). */
export function paymentGatewayContract(create: () => PaymentGateway): void {
  describe('as a PaymentGateway', () => {
    it('answers the same when it is asked twice, and when it is asked what became of it', async () => {
      const [gateway, paymentId] = [create(), aPaymentId()];
      const first = await gateway.authorize({ paymentId, amount: usd(1000) });

      expect(['captured', 'authorized', 'promised', 'processing', 'requires_action', 'declined']).to.include(first.outcome);
      expect(await gateway.authorize({ paymentId, amount: usd(1000) })).to.deep.equal(first);
      expect(await gateway.lookUp(known(paymentId))).to.deep.equal(first);
    });

    it('lets go of what was never asked for, and twice of what was', async () => {
      const [gateway, paymentId] = [create(), aPaymentId()];
      await gateway.void(known(aPaymentId()));
      await gateway.authorize({ paymentId, amount: usd(1000), token: 'tok_authorize_only' });
      await gateway.void(known(paymentId));
      await gateway.void(known(paymentId));
      expect((await gateway.lookUp(known(paymentId))).outcome).to.not.equal('captured');
    });

    it('takes what it holds or was promised', async () => {
      const [gateway, paymentId] = [create(), aPaymentId()];
      await gateway.authorize({ paymentId, amount: usd(1000), token: 'tok_authorize_only' });
      expect(await gateway.capture(known(paymentId), usd(1000))).to.deep.include({ outcome: 'captured', amount: usd(1000) });
    });

    it('gives money back once for each refund', async () => {
      const [gateway, paymentId, refundId] = [create(), aPaymentId(), aRefundId()];
      await gateway.authorize({ paymentId, amount: usd(1000) });
      const first = await gateway.refund(known(paymentId), refundId, usd(600));

      expect(first.outcome).to.equal('succeeded');
      expect(await gateway.refund(known(paymentId), refundId, usd(600))).to.deep.equal(first);
    });
  });
}
