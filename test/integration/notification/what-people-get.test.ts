import { expect } from 'chai';
import type { CustomerId } from '../../../src/domain/shared/ids.js';
import { Market } from '../../support/market.js';
import { readMail, type ReadMail } from '../../support/read-mail.js';
import { runJobs } from '../../support/run-jobs.js';
import { anAdmin, signUp } from '../../support/sign-in.js';
import { startShop } from '../../support/shop.js';

const PASSWORD = 'blue-kettle-42-horizon';
const NEW_PASSWORD = 'green-lantern-77-meadow';

describe('What people get by mail', function () {
  this.timeout(30_000);
  const shop = startShop({ SHOP_NAME: 'Alder & Quay' });

  /** What was written since the last time somebody asked. */
  let read = 0;
  const news = async (): Promise<readonly ReadMail[]> => {
    await runJobs(shop);
    const mails = await shop.mails();
    const fresh = mails.slice(read).map(readMail);
    read = mails.length;
    return fresh;
  };
  const theOne = async (): Promise<ReadMail> => {
    const mails = await news();
    expect(mails.map(({ subject }) => subject)).to.have.length(1);
    return mails[0] as ReadMail;
  };
  const linkIn = ({ text }: ReadMail): string => {
    const { pathname, search } = new URL(/http\S+/.exec(text)?.[0] ?? '');
    return pathname + search;
  };
  const logIn = async (email: string, password: string) => (await shop.anyone.post('/api/account/login', { email, password })).status;
  beforeEach(() => {
    shop.clock.advance(1_000); // mails are sorted by their time
  });

  describe('about their account', () => {
    it('a link that proves the address, and none once it is proven', async () => {
      await shop.anyone.post('/api/account/register', { email: 'ann@example.com', password: PASSWORD, name: 'Ann <b>' });
      const mail = await theOne();
      expect(mail).to.deep.include({ to: 'ann@example.com', subject: 'Please confirm your address for Alder & Quay' });
      expect((await shop.anyone.get(linkIn(mail))).status).to.equal(200);

      const { body } = await shop.anyone.post('/api/account/login', { email: 'ann@example.com', password: PASSWORD });
      expect(body.user).to.include({ is_verified: true });
    });

    it('another link when they ask for it, and then only the newer one works', async () => {
      const { client, email } = await signUp(shop, { isVerified: false });
      await client.post('/api/account/verify-request');
      const first = await theOne();
      shop.clock.advance(1_000);
      await client.post('/api/account/verify-request');
      const second = await theOne();

      expect(second.to).to.equal(email);
      expect((await shop.anyone.get(linkIn(first))).status).to.equal(400);
      expect((await shop.anyone.get(linkIn(second))).status).to.equal(200);
    });

    it('a warning when somebody registers with their address; nobody else is told', async () => {
      const { status } = await shop.anyone.post('/api/account/register', { email: 'ANN@example.com', password: NEW_PASSWORD });
      expect(status).to.equal(202);

      expect(await theOne()).to.deep.include({ to: 'ann@example.com', subject: 'You have an account at Alder & Quay already' });
      expect(await logIn('ann@example.com', NEW_PASSWORD)).to.equal(401);
    });

    it('what sets a new password, and the news that it was set', async () => {
      await shop.anyone.post('/api/account/forgot-password', { email: 'ann@example.com' });
      const mail = await theOne();
      expect(mail.text).to.include('POST http://127.0.0.1:8000/api/account/reset-password');
      const token = /"token": "([^"]+)"/.exec(mail.text)?.[1];
      expect((await shop.anyone.post('/api/account/reset-password', { token, new_password: NEW_PASSWORD })).status).to.be.lessThan(300);
      expect(await logIn('ann@example.com', NEW_PASSWORD)).to.equal(200);

      expect(await theOne()).to.deep.include({ to: 'ann@example.com', subject: 'Your password for Alder & Quay was changed' });
    });

    it('nothing for an address that nobody has', async () => {
      await shop.anyone.post('/api/account/forgot-password', { email: 'nobody@example.com' });
      expect(await news()).to.deep.equal([]);
    });

    it('a question at the new address, and a note at the old one when it has been answered', async () => {
      const { client, email } = await signUp(shop);
      await client.patch('/api/account/me', { email: 'moved@example.com' });
      const question = await theOne();
      expect(question.to).to.equal('moved@example.com');
      expect((await client.get('/api/account/me')).body).to.include({ email });
      expect((await shop.anyone.get(linkIn(question))).status).to.equal(200);

      const note = await theOne();
      expect(note).to.deep.include({ to: email, subject: 'Your address for Alder & Quay was changed' });
      expect(note.text).to.include('moved@example.com');
    });
  });

  describe('about their orders', () => {
    const placeOrder = async () => {
      const market = new Market(shop);
      const { client, accountId, email } = await signUp(shop);
      await market.moveIn(accountId as CustomerId);
      await market.fillCart(accountId as CustomerId, [[await market.ware({ title: 'Mug', priceMinor: 1250 }), 2]]);
      const { status, body } = await client.post('/api/orders/checkout', { payment_token: 'tok_success' });
      expect(status).to.equal(201);
      return { client, email, orderId: body.id as string, number: body.number as string };
    };

    it('what they bought and where it goes; then that it left, how to follow it, and that it arrived', async () => {
      const { email, orderId, number } = await placeOrder();
      const confirmed = await theOne();
      expect(confirmed).to.deep.include({ to: email, subject: `Your order ${number} at Alder & Quay` });
      expect(confirmed.text)
        .to.match(/2 × Mug +25\.00 USD/)
        .and.to.include('San Francisco CA 94103');

      const admin = await anAdmin(shop);
      const tracking = { status: 'shipped', carrier: 'DHL', tracking_number: 'JD0146' };
      expect((await admin.patch(`/api/shippings/status/${orderId}`, tracking)).status).to.equal(200);
      const shipped = await theOne();
      expect(shipped).to.deep.include({ to: email, subject: `Your order ${number} from Alder & Quay is on its way` });
      expect(shipped.text).to.include('JD0146').and.to.include('https://www.dhl.com/');

      await admin.patch(`/api/shippings/status/${orderId}`, { status: 'delivered' });
      expect(await theOne()).to.deep.include({ to: email, subject: `Your order ${number} from Alder & Quay has arrived` });
    });

    it('that it is cancelled, and that their money goes back', async () => {
      const { client, email, orderId, number } = await placeOrder();
      await news();
      expect((await client.patch(`/api/orders/cancel/${orderId}`)).status).to.equal(200);

      const mail = await theOne();
      expect(mail).to.deep.include({ to: email, subject: `Your order ${number} at Alder & Quay is cancelled` });
      expect(mail.text).to.include('goes back');
    });

    it('nothing about an order that was refused (NTF-02)', async () => {
      const market = new Market(shop);
      const { client, accountId } = await signUp(shop);
      await market.moveIn(accountId as CustomerId);
      await market.fillCart(accountId as CustomerId, [[await market.ware({ stock: 1 }), 2]]);

      expect((await client.post('/api/orders/checkout', { payment_token: 'tok_success' })).status).to.equal(409);
      expect(await news()).to.deep.equal([]);
    });
  });
});
