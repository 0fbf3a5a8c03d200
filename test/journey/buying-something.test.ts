import { expect } from 'chai';
import { runJobs } from '../support/run-jobs.js';
import { anAdmin } from '../support/sign-in.js';
import { readMail } from '../support/read-mail.js';
import { startShop, type Client } from '../support/shop.js';

const PASSWORD = 'correct horse battery';
const ADDRESS = { address_line1: '1 Main Street', city: 'Portland', state: 'OR', postal_code: '97201', country: 'US' };

/** The text of a mail as a person reads it: quoted-printable undone. */
/** The whole way that the README tells, one step after another, as one visitor and one shopkeeper. */
describe('Buying something', function () {
  this.timeout(30_000);
  const shop = startShop();
  let admin: Client;
  let ann: Client;
  let productId: string;
  let orderId: string;

  const newestMail = async (subject: RegExp): Promise<string> => {
    await runJobs(shop);
    const found = (await shop.mails()).filter((mail) => subject.test(mail)).at(-1);
    if (found === undefined) throw new Error(`No mail says ${String(subject)}`);
    return readMail(found).text;
  };

  it('begins with something on the shelf', async () => {
    admin = await anAdmin(shop);
    const category = await admin.post('/api/products/category/', { name: 'Kettles' });
    expect(category.status).to.equal(201);
    const { id: categoryId } = category.body as { id: string };
    const created = await admin.post('/api/products/', {
      title: 'Gooseneck Kettle',
      description: 'Pours where you point it.',
      price: 49.9,
      stock_quantity: 3,
      category_ids: [categoryId],
      tags: ['coffee'],
    });
    expect(created.status).to.equal(201);
    ({ id: productId } = created.body as { id: string });
  });

  it('goes on with an account and a verified address', async () => {
    expect(
      (await shop.anyone.post('/api/account/register', { email: 'ann@example.com', password: PASSWORD, name: 'Ann' })).status,
    ).to.equal(202);
    const link = /http[^\s"<]*verify\?token=[A-Za-z0-9_-]+/.exec(await newestMail(/verify/i))?.[0] ?? '';
    const { pathname, search } = new URL(link);
    expect((await shop.anyone.get(pathname + search)).status).to.equal(200);

    const login = await shop.anyone.post('/api/account/login', { email: 'Ann@Example.com', password: PASSWORD });
    expect(login.status).to.equal(200);
    const { access_token, user } = login.body as { access_token: string; user: { is_verified: boolean } };
    expect(user.is_verified).to.equal(true);
    ann = shop.anyone.with({ Authorization: `Bearer ${access_token}` });
  });

  it('finds the thing, also with a typo', async () => {
    const list = await shop.anyone.get('/api/products/?category=kettles&sort=price');
    expect((list.body as { items: { id: string }[] }).items.map(({ id }) => id)).to.deep.equal([productId]);
    const search = await shop.anyone.get('/api/products/search?q=goosneck%20ketle');
    expect((search.body as { items: { id: string }[] }).items.map(({ id }) => id)).to.deep.equal([productId]);
    const detail = await shop.anyone.get('/api/products/gooseneck-kettle');
    expect(detail.body).to.include({ id: productId, price: 49.9, stock_quantity: 3, in_stock: true });
  });

  it('fills the cart and says where to send it', async () => {
    const added = await ann.post('/api/carts/add', { product_id: productId, quantity: 2 });
    expect(added.status).to.equal(200);
    expect(added.body).to.include({ total_quantity: 2, subtotal: 99.8, total_price: 99.8 });
    expect((await ann.post('/api/shippings/addresses', ADDRESS)).status).to.equal(201);
  });

  it('pays what the cart said, and once', async () => {
    const { total_price: amount, quote_hash } = (await ann.get('/api/carts/')).body as { total_price: number; quote_hash: string };
    const body = { gateway: 'fake', payment_token: 'tok_success', amount, quote_hash };
    const paid = await ann.post('/api/orders/checkout', body, { 'Idempotency-Key': 'first-order-1' });
    expect(paid.status).to.equal(201);
    ({ id: orderId } = paid.body as { id: string });
    expect(paid.body).to.include({ status: 'confirmed', payment_status: 'paid', total_price: 99.8, display_status: 'PAID' });

    const again = await ann.post('/api/orders/checkout', body, { 'Idempotency-Key': 'first-order-1' });
    expect(again.status).to.equal(201);
    expect(again.headers['idempotent-replayed']).to.equal('true');
    expect((again.body as { id: string }).id).to.equal(orderId);
    expect((await shop.anyone.get(`/api/products/${productId}`)).body).to.include({ stock_quantity: 1 });
    expect(await newestMail(/confirm/i)).to.contain('99.80');
  });

  it('is shipped and arrives', async () => {
    await runJobs(shop);
    expect((await ann.get(`/api/shippings/status/${orderId}`)).body).to.include({ status: 'pending' });
    const shipped = await admin.patch(`/api/shippings/status/${orderId}`, { status: 'shipped', carrier: 'DHL', tracking_number: 'JD0146' });
    expect(shipped.status).to.equal(200);
    expect(await newestMail(/JD0146/)).to.contain('JD0146');
    expect((await ann.patch(`/api/orders/cancel/${orderId}`)).body).to.include({ code: 'order.already_shipped' });
    expect((await admin.patch(`/api/shippings/status/${orderId}`, { status: 'delivered' })).status).to.equal(200);

    const order = (await ann.get(`/api/orders/${orderId}`)).body as Record<string, unknown>;
    expect(order).to.include({ status: 'completed', payment_status: 'paid', display_status: 'DELIVERED' });
    expect(order['shipping_status']).to.include({ status: 'delivered' });
  });

  it('leaves a history that both sides can read, and books that add up', async () => {
    const history = (await ann.get(`/api/orders/${orderId}/history`)).body as { from: string | null; to: string }[];
    expect(history.map(({ from, to }) => [from, to])).to.deep.equal([
      [null, 'pending'],
      ['pending', 'confirmed'],
      ['confirmed', 'completed'],
    ]);
    const { rows } = await shop.knex.raw<{ rows: { on_hand: number; reserved: number; moved: number }[] }>(
      'select on_hand, reserved, (select sum(delta)::int from stock_movements m where m.variant_id = s.variant_id) as moved from stock s',
    );
    expect(rows).to.deep.equal([{ on_hand: 1, reserved: 0, moved: 1 }]);
  });
});
