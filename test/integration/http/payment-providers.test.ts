import { expect } from 'chai';
import { Market } from '../../support/market.js';
import { PayPalServer } from '../../support/providers/paypal-server.js';
import { RazorpayServer } from '../../support/providers/razorpay-server.js';
import { runJobs } from '../../support/run-jobs.js';
import { startShop } from '../../support/shop.js';

const CHECKOUT = '/api/orders/checkout';

/** What Razorpay's checkout gives to the browser. */
interface Brought {
  readonly razorpay_payment_id: string;
  readonly razorpay_order_id: string;
  readonly razorpay_signature: string;
}

interface Notice {
  readonly rawBody: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** One provider of this machine, played the same way whatever it speaks. */
interface Played {
  readonly url: string;
  readonly secrets: readonly string[];
  readonly pay: (reference: string) => void;
  readonly notice: (paymentId: string) => Notice;
  readonly brought?: (paymentId: string) => Brought;
  /** How many charges took money, and how many refunds went. */
  readonly books: (paymentId: string) => readonly [number, number];
  readonly close: () => Promise<void>;
}

async function razorpay(): Promise<Played> {
  const server = await RazorpayServer.start();
  return {
    url: server.url,
    secrets: [server.keySecret, server.webhookSecret],
    pay: (reference) => server.buyer(reference, { does: 'pay', by: 'upi' }),
    notice: (paymentId) => server.notice('payment.captured', paymentId, new Date()),
    brought: (paymentId) => server.checkoutResult(paymentId),
    books: (paymentId) => [server.paymentsOf(paymentId).filter(({ captured }) => captured).length, server.refundsOf(paymentId).length],
    close: () => server.close(),
  };
}

async function payPal(): Promise<Played> {
  const server = await PayPalServer.start();
  return {
    url: server.url,
    secrets: [server.clientSecret, server.accessToken],
    pay: (reference) => server.approve(reference),
    notice: (paymentId) => server.notice('CHECKOUT.ORDER.APPROVED', paymentId, new Date()),
    books: (paymentId) => [server.of(paymentId).captures.length, server.of(paymentId).refunds.length],
    close: () => server.close(),
  };
}

for (const { name, start, settings } of [
  {
    name: 'razorpay',
    start: razorpay,
    settings: {
      CURRENCY: 'USD',
      RAZORPAY_KEY_ID: 'rzp_test_portico1234567',
      RAZORPAY_KEY_SECRET: 'kS3cretOfRazorpayUnderTest',
      RAZORPAY_WEBHOOK_SECRET: 'whS3cretOfRazorpayUnderTest',
    },
  },
  {
    name: 'paypal',
    start: payPal,
    settings: {
      PAYPAL_CLIENT_ID: 'AclientOfPayPalUnderTest',
      PAYPAL_CLIENT_SECRET: 'EsecretOfPayPalUnderTest',
      PAYPAL_WEBHOOK_ID: '8PT597110X687430LKGECATA',
    },
  },
] as const) {
  describe(`A shop that takes money by ${name} (PAY-21)`, () => {
    const env: Record<string, string> = { PAYMENT_GATEWAYS: `${name},cod`, ...settings };
    let provider: Played;
    before(async () => {
      provider = await start();
      env[`${name.toUpperCase()}_API_URL`] = provider.url;
    });
    const shop = startShop(env);
    const market = new Market(shop);
    after(() => provider.close());

    async function checkedOut() {
      const ware = await market.ware();
      const { client } = await market.shopper([ware, 2]);
      const { status, body } = await client.post(CHECKOUT, {});
      expect([status, body.status, body.payment.status, body.payment.payment_gateway]).to.deep.equal([
        202,
        'pending',
        'requires_action',
        name,
      ]);
      const reference = String((await shop.knex('payments').where({ id: body.payment.id }).first('reference')).reference);
      return { client, ware, orderId: String(body.id), paymentId: String(body.payment.id), reference };
    }
    const send = ({ rawBody, headers }: Notice) =>
      shop.anyone.post(`/api/payments/webhooks/${name}`, rawBody.toString('utf8'), { 'Content-Type': 'application/json', ...headers });

    it('confirms the order when the buyer is back, and gives everything back when it is called off', async () => {
      const { client, orderId, paymentId, reference } = await checkedOut();
      expect((await client.post(`/api/payments/${paymentId}/confirm`, {})).body.status, 'not yet').to.equal('requires_action');
      provider.pay(reference);
      expect((await client.post(`/api/payments/${paymentId}/confirm`, {})).body).to.include({ status: 'captured', is_paid: true });
      expect((await client.get(`/api/orders/${orderId}`)).body).to.include({ status: 'confirmed', payment_status: 'paid' });

      expect((await client.patch(`/api/orders/cancel/${orderId}`)).status).to.equal(200);
      await runJobs(shop);
      expect((await client.get(`/api/orders/${orderId}`)).body).to.include({ status: 'cancelled', payment_status: 'refunded' });
      expect(provider.books(paymentId)).to.deep.equal([1, 1]);
    });

    if (name === 'razorpay')
      it('takes what its checkout signed for this payment, and nothing that only looks like it', async () => {
        const { client, paymentId, reference } = await checkedOut();
        const other = await checkedOut();
        for (const each of [reference, other.reference]) provider.pay(each);
        const [mine, theirs] = [provider.brought?.(paymentId), provider.brought?.(other.paymentId)];
        for (const wrong of [
          theirs,
          { ...mine, razorpay_signature: 'f'.repeat(64) },
          { ...mine, razorpay_payment_id: 'pay_29QQoUBi66xm2f' },
        ]) {
          const refused = await client.post(`/api/payments/${paymentId}/confirm`, wrong);
          expect(`${refused.status} ${refused.body.code}`).to.equal('400 webhook.bad_signature');
        }
        expect((await client.post(`/api/payments/${paymentId}/confirm`, mine)).body).to.include({ status: 'captured' });
      });

    if (name === 'razorpay')
      it('comes back by the form that its checkout posts to the callback address, from its own site', async () => {
        const { client, orderId, paymentId, reference } = await checkedOut();
        const { next_action } = (await client.get(`/api/payments/${paymentId}`)).body;
        const { pathname, search } = new URL(new URL(next_action.url).searchParams.get('callback_url') ?? '');
        provider.pay(reference);
        const post = (form: Record<string, string>, path = pathname + search) =>
          shop.anyone.post(path, new URLSearchParams(form).toString(), {
            'Content-Type': 'application/x-www-form-urlencoded',
            Origin: 'https://api.razorpay.com',
            'Sec-Fetch-Site': 'cross-site',
          });
        const mine = { ...provider.brought?.(paymentId) } as Record<string, string>;
        expect((await post({ ...mine, razorpay_signature: 'f'.repeat(64) })).body.code).to.equal('webhook.bad_signature');
        expect((await post(mine, pathname)).body.code, 'not our link').to.equal('payment.not_found');
        expect((await post(mine)).body).to.include({ id: paymentId, status: 'captured' });
        expect((await post(mine)).body, 'sent again').to.include({ status: 'captured' });
        expect((await post({ 'error[code]': 'BAD_REQUEST_ERROR' })).status, 'no proof, no harm').to.equal(200);
        expect((await client.get(`/api/orders/${orderId}`)).body).to.include({ status: 'confirmed', payment_status: 'paid' });
      });

    it('confirms it when the provider tells, however often, and hears nobody else', async () => {
      const { client, orderId, paymentId, reference } = await checkedOut();
      provider.pay(reference);
      const notice = provider.notice(paymentId);
      const forged = { rawBody: Buffer.from(notice.rawBody.toString('utf8').replace('"id"', '"iD"')), headers: notice.headers };
      expect((await send(forged)).body.code).to.equal('webhook.bad_signature');
      expect((await client.get(`/api/orders/${orderId}`)).body.status).to.equal('pending');

      for (const { status } of await Promise.all([send(notice), send(notice), send(notice)])) expect(status).to.equal(200);
      expect((await client.get(`/api/orders/${orderId}`)).body).to.include({ status: 'confirmed', payment_status: 'paid' });
      expect(provider.books(paymentId)).to.deep.equal([1, 0]);
    });

    it('takes no money twice when the return and the notice come at the same instant (PAY-08)', async () => {
      const { client, orderId, paymentId, reference } = await checkedOut();
      provider.pay(reference);
      const notice = provider.notice(paymentId);
      await Promise.all([send(notice), client.post(`/api/payments/${paymentId}/confirm`, {}), send(notice)]);
      expect((await client.get(`/api/orders/${orderId}`)).body).to.include({ status: 'confirmed', payment_status: 'paid' });
      expect(provider.books(paymentId)).to.deep.equal([1, 0]);
    });

    it('keeps the secrets of the provider to itself (PAY-18)', async () => {
      const { client, paymentId } = await checkedOut();
      const answer = JSON.stringify((await client.get(`/api/payments/${paymentId}`)).body);
      const stored = await shop.knex.raw<{ rows: { text: string }[] }>(
        `select row_to_json(payments)::text as text from payments union all select row_to_json(outbox)::text from outbox`,
      );
      const everything = answer + stored.rows.map(({ text }) => text).join('');
      expect(everything).to.include(paymentId);
      for (const secret of provider.secrets) expect(everything).to.not.include(secret);
    });
  });
}
