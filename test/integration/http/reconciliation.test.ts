import { expect } from 'chai';
import { GatewayUnreachable } from '../../../src/application/payment/ports/payment-gateway.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { Market, type Ware } from '../../support/market.js';
import { runJobs } from '../../support/run-jobs.js';
import { startShop, type Client } from '../../support/shop.js';
import { anAdmin } from '../../support/sign-in.js';

const UNKNOWN = '019b76da-a800-7000-8000-00000000dead';
const MINUTE_MS = 60_000;

interface Difference {
  readonly kind: string;
  readonly payment_id: string | null;
  readonly amount_here: number | null;
  readonly amount_there: number | null;
}

describe('Our books and those of a provider', () => {
  const shop = startShop();
  const market = new Market(shop);
  let admin: Client;
  let mug: Ware;
  before(async () => {
    admin = await anAdmin(shop);
    mug = await market.ware({ priceMinor: 1000, stock: 1000 });
  });

  const bought = async (body: object = {}) => {
    const { client } = await market.shopper([mug, 1]);
    const { body: answer } = await client.post('/api/orders/checkout', body);
    const orderId = (answer.order_id ?? answer.id) as string;
    const { payments } = (await admin.get(`/api/admin/orders/${orderId}`)).body;
    return { orderId, paymentId: payments[0].id as string };
  };
  const compared = async (query = ''): Promise<readonly Difference[]> =>
    (await admin.get(`/api/admin/payments/reconciliation${query}`)).body.differences;
  const briefly = ({ kind, amount_here, amount_there }: Difference) => `${kind} ${amount_here} ${amount_there}`;
  const of = async (paymentId: string) => (await compared()).filter(({ payment_id }) => payment_id === paymentId).map(briefly);
  const reconcile = () => shop.container.get(TOKENS.reconcilePayments).executeForLastDay();
  const charge = (paymentId: string) => shop.knex('fake_gateway_charges').where({ payment_id: paymentId });

  it('agree after orderly sales, whatever became of them', async () => {
    for (const payment_token of ['tok_success', 'tok_declined', 'tok_authorize_only', 'tok_pending', 'tok_refund_fails']) {
      const { orderId, paymentId } = await bought({ payment_token });
      if (payment_token === 'tok_success') await admin.post(`/api/admin/payments/${paymentId}/refunds`, { amount: 3 });
      else if (payment_token === 'tok_refund_fails') await admin.post(`/api/admin/orders/${orderId}/cancel`);
    }
    await bought({ payment_method: 'cod' });
    const { orderId } = await bought({ payment_token: 'tok_declined' });
    await admin.post(`/api/admin/orders/${orderId}/payments`, { reference: 'BANK-1' });
    await runJobs(shop);
    shop.clock.advance(2 * MINUTE_MS);
    expect(await compared()).to.deep.equal([]);
    expect(await reconcile()).to.equal(0);
  });

  it('differ when a success was never heard, until the job has settled it', async () => {
    const { orderId, paymentId } = await bought({ payment_token: 'tok_timeout_after' });
    expect(await of(paymentId), 'it may still be on its way').to.deep.equal([]);
    shop.clock.advance(2 * MINUTE_MS);
    expect(await of(paymentId)).to.deep.equal(['captured_differs 0 10']);
    expect(await market.statusOf(orderId), 'looking changes nothing').to.equal('pending');

    expect(await reconcile()).to.equal(0);
    expect(await compared()).to.deep.equal([]);
    expect((await admin.get(`/api/admin/orders/${orderId}`)).body).to.include({ status: 'confirmed', payment_status: 'paid' });
  });

  it('differ when money is held that nobody counts on, until the job has settled it', async () => {
    const { orderId, paymentId } = await bought({ payment_token: 'tok_pending' });
    await charge(paymentId).update({ status: 'authorized' });
    shop.clock.advance(2 * MINUTE_MS);
    expect(await of(paymentId)).to.deep.equal(['held_differs 0 10']);
    expect(await reconcile()).to.equal(0);
    expect((await admin.get(`/api/admin/orders/${orderId}`)).body).to.include({ status: 'confirmed', payment_status: 'authorized' });
  });

  it('list what nobody can repair, each difference once', async () => {
    const [short, gone, back] = [await bought(), await bought(), await bought()];
    await charge(short.paymentId).update({ captured_minor: 900 });
    await charge(gone.paymentId).delete();
    await charge(back.paymentId).update({ refunded_minor: 200 });
    const [like] = await charge(short.paymentId);
    await shop.knex('fake_gateway_charges').insert({ ...like, payment_id: UNKNOWN, reference: 'fake_unknown', created_at: new Date() });
    shop.clock.advance(2 * MINUTE_MS);

    expect(await of(short.paymentId)).to.deep.equal(['captured_differs 10 9']);
    expect(await of(gone.paymentId)).to.deep.equal(['missing_there 10 null']);
    expect(await of(back.paymentId)).to.deep.equal(['refunded_differs 0 2']);
    expect(await of(UNKNOWN)).to.deep.equal(['missing_here null 9']);
    expect(await compared()).to.have.length(4);
    expect(await reconcile()).to.equal(4);
    expect(await compared('?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z')).to.deep.equal([]);
  });

  it('are not compared when the provider does not open them', async () => {
    const gateway = shop.container.get(TOKENS.paymentGateways).find('fake')!;
    const { booked } = gateway;
    gateway.booked = () => {
      throw new GatewayUnreachable('fake');
    };
    const { body } = await admin.get('/api/admin/payments/reconciliation');
    expect([body.differences, body.unreachable]).to.deep.equal([[], ['fake']]);
    expect(await reconcile()).to.equal(0);
    gateway.booked = booked;
  });

  it('are compared over a sensible time, for admins', async () => {
    for (const query of [
      '?from=yesterday',
      '?to=2026-13-01T00:00:00Z',
      '?from=2030-01-02T00:00:00Z&to=2030-01-01T00:00:00Z',
      '?from=2020-01-01T00:00:00Z',
    ])
      expect([query, (await admin.get(`/api/admin/payments/reconciliation${query}`)).status]).to.deep.equal([query, 422]);
    expect((await shop.anyone.get('/api/admin/payments/reconciliation')).status).to.equal(401);
  });
});
