import { expect } from 'chai';
import { TOKENS } from '../../src/infrastructure/composition/tokens.js';
import { runJobs } from '../support/run-jobs.js';
import { aCustomer, anAdmin } from '../support/sign-in.js';
import { startShop, type Client } from '../support/shop.js';

const ADDRESS = { address_line1: '9 Harbour Lane', city: 'Portland', state: 'OR', postal_code: '97201', country: 'US' };

/** What goes wrong on an ordinary day: a declined card, a change of mind, a bank that says nothing, nobody who pays. */
describe('A returning customer', function () {
  this.timeout(30_000);
  const shop = startShop();
  let ada: Client;
  let admin: Client;
  let productId: string;

  before(async () => {
    [ada, admin] = [await aCustomer(shop), await anAdmin(shop)];
    const created = await admin.post('/api/products/', { title: 'Last Lamp', price: '20.00', stock_quantity: 1 });
    ({ id: productId } = created.body as { id: string });
    await ada.post('/api/shippings/addresses', ADDRESS);
  });

  /** What the timetable of a worker does. */
  const onTheMinute = async (): Promise<void> => {
    await shop.container.get(TOKENS.resumeUnfinishedCheckouts).execute();
    await shop.container.get(TOKENS.expireUnpaidOrders).execute();
    await runJobs(shop);
  };

  const available = async (): Promise<number> =>
    ((await shop.anyone.get(`/api/products/${productId}`)).body as { stock_quantity: number }).stock_quantity;

  const checkOut = async (body: object = {}): Promise<{ status: number; body: Record<string, unknown> }> => {
    expect((await ada.post('/api/carts/add', { product_id: productId })).status).to.equal(200);
    const { status, body: answer } = await ada.post('/api/orders/checkout', body);
    return { status, body: answer as Record<string, unknown> };
  };

  it('whose card is declined finds the lamp on the shelf again, pays with another card, and changes her mind', async () => {
    const declined = await checkOut({ payment_token: 'tok_insufficient_funds' });
    expect(declined.status).to.equal(402);
    expect(declined.body).to.include({ code: 'payment.declined', decline_code: 'insufficient_funds' });
    expect(await available(), 'a declined card holds nothing').to.equal(1);

    const orderId = String(declined.body['order_id']);
    const paid = await ada.post(`/api/orders/${orderId}/payments`, { payment_token: 'tok_success' });
    expect(paid.status).to.equal(201);
    expect(paid.body).to.include({ status: 'confirmed', payment_status: 'paid' });
    expect(await available()).to.equal(0);

    const cancelled = await ada.patch(`/api/orders/cancel/${orderId}`);
    expect(cancelled.body).to.include({ status: 'cancelled', payment_status: 'refund_pending' });
    expect(await available(), 'the stock is back when the answer is sent').to.equal(1);
    await runJobs(shop);
    expect((await ada.get(`/api/orders/${orderId}`)).body).to.include({ payment_status: 'refunded', display_status: 'REFUNDED' });
    expect((await ada.patch(`/api/orders/cancel/${orderId}`)).status).to.equal(409);
  });

  it('whose bank says nothing gets a 202, and the goods stay hers until somebody has asked', async () => {
    const silent = await checkOut({ payment_token: 'tok_timeout_after' });
    expect(silent.status).to.equal(202);
    expect(silent.body).to.include({ status: 'pending' });
    expect(await available()).to.equal(0);

    shop.clock.advance(60_000);
    await onTheMinute();
    const orderId = String(silent.body['id']);
    expect((await ada.get(`/api/orders/${orderId}`)).body).to.include({ status: 'confirmed', payment_status: 'paid' });
    await ada.patch(`/api/orders/cancel/${orderId}`);
    await runJobs(shop);
  });

  it('who never pays gives the lamp back in the end', async () => {
    const pending = await checkOut({ payment_token: 'tok_pending' });
    expect(pending.status).to.equal(202);
    shop.clock.advance(16 * 60_000);
    await onTheMinute();
    expect((await ada.get(`/api/orders/${String(pending.body['id'])}`)).body).to.include({
      status: 'expired',
      display_status: 'CANCELLED',
    });
    expect(await available()).to.equal(1);
  });

  it('is never told about the orders of others', async () => {
    const { body } = await checkOut();
    const mallory = await aCustomer(shop);
    const answer = await mallory.get(`/api/orders/${String(body['id'])}`);
    expect(answer.status).to.equal(404);
    expect(answer.body).to.include({ code: 'order.not_found' });
  });
});
