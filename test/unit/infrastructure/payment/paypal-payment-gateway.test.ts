import { expect } from 'chai';
import type { KnownPayment } from '../../../../src/application/payment/ports/payment-gateway.js';
import { id, type PaymentId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { payPalAmount } from '../../../../src/infrastructure/payment/paypal-amount.js';
import { paymentGatewayContract } from '../../../contract/payment-gateway.contract.js';
import { PAYPAL_EXCUSES, payPalGateway, payPalUnderTest } from '../../../support/gateways/paypal-under-test.js';
import { PayPalServer } from '../../../support/providers/paypal-server.js';

const PAYMENT = id<PaymentId>('01900000-0000-7000-8000-000000000a01');
const usd = (minor: number) => Money.of(minor, 'USD');
const KNOWN: KnownPayment = { id: PAYMENT, reference: null, amount: usd(1000), captured: usd(0), openedAt: new Date() };

describe('PayPal', () => {
  paymentGatewayContract(payPalUnderTest, PAYPAL_EXCUSES);

  describe('on its own terms', () => {
    let server: PayPalServer;
    beforeEach(async () => {
      server = await PayPalServer.start();
    });
    afterEach(() => server.close());

    const RETURN = 'https://shop.example/api/payments/1/return?signature=abc';
    const ask = () => payPalGateway(server).authorize({ paymentId: PAYMENT, amount: usd(1000), returnUrl: RETURN });
    const referenceOf = async () => {
      const { reference } = await ask();
      if (reference === null) throw new Error('It has no reference');
      return reference;
    };

    it('sends the buyer to its page, and from there back to us', async () => {
      const reference = await referenceOf();
      expect(server.returnUrlOf(reference)).to.equal(RETURN);
    });

    it('keeps its token, and asks for another when that one has died', async () => {
      const gateway = payPalGateway(server);
      for (let time = 0; time < 3; time += 1) await gateway.lookUp(KNOWN);
      await Promise.all([gateway.lookUp(KNOWN), gateway.lookUp(KNOWN)]);
      expect(server.tokens).to.equal(1);
      server.tokenIsDead = true;
      expect(await gateway.lookUp(KNOWN)).to.deep.equal({ outcome: 'unknown' });
      expect(server.tokens).to.equal(2);
    });

    it('takes the money when its notice of the approval comes, once', async () => {
      const reference = await referenceOf();
      server.approve(reference);
      const at = new Date();
      const notice = server.notice('CHECKOUT.ORDER.APPROVED', PAYMENT, at);
      const read = () => payPalGateway(server).readWebhook(notice, at);
      for (const [event] of await Promise.all([read(), read(), read()])) {
        expect(event?.news).to.deep.equal({ kind: 'payment', word: { outcome: 'captured', reference, amount: usd(1000) } });
      }
      expect(server.of(PAYMENT).captures).to.have.length(1);
    });

    it('says so when the wallet has nothing to pay with, and says it again', async () => {
      server.approve(await referenceOf(), { pays: 'instrument_declined' });
      for (let time = 0; time < 2; time += 1)
        expect(await payPalGateway(server).lookUp(KNOWN)).to.include({ outcome: 'declined', declineCode: 'card_declined' });
    });

    it('makes an order when it only looks for one, and goes on with that when it is asked for the money', async () => {
      expect(await payPalGateway(server).lookUp(KNOWN)).to.deep.equal({ outcome: 'unknown' });
      expect(await payPalGateway(server).lookUp(KNOWN), 'still').to.deep.equal({ outcome: 'unknown' });
      expect((await ask()).outcome).to.equal('requires_action');
      expect(server.of(PAYMENT).orders).to.equal(1);
    });

    it('knows nothing any more of an order that was left lying until PayPal forgot it', async () => {
      expect(await payPalGateway(server).lookUp({ ...KNOWN, reference: '5O190127TN364715T' })).to.deep.equal({ outcome: 'unknown' });
      await payPalGateway(server).void({ ...KNOWN, reference: '5O190127TN364715T' });
    });

    it('has no way to be asked for more than it holds, though PayPal would take 115 %', async () => {
      const gateway = payPalGateway(server, 'manual');
      const { reference } = await gateway.authorize({ paymentId: PAYMENT, amount: usd(1000) });
      server.approve(reference ?? '');
      await gateway.lookUp(KNOWN);
      expect(await gateway.capture(KNOWN, usd(1100))).to.have.property('outcome', 'authorized');
      expect(server.of(PAYMENT).captures).to.be.empty;
    });

    for (const [amount, value] of [
      [Money.of(1050, 'USD'), '10.50'],
      [Money.of(1050, 'JPY'), '1050'],
      [Money.of(105_000, 'HUF'), '1050'],
      [Money.of(105_050, 'HUF'), undefined],
      [Money.of(1050, 'KWD'), undefined],
    ] as const) {
      it(`is asked for ${amount.toDecimal()} ${amount.currency} as ${value ?? 'nothing: it could not take that'}`, async () => {
        expect(payPalAmount(amount)?.value).to.equal(value);
        const { outcome } = await payPalGateway(server).authorize({ paymentId: PAYMENT, amount });
        expect(outcome).to.equal(value === undefined ? 'declined' : 'requires_action');
      });
    }
  });
});
