import { Writable } from 'node:stream';
import { expect } from 'chai';
import type { Response } from 'supertest';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { PinoLogger } from '../../../src/infrastructure/system/pino-logger.js';
import { Market } from '../../support/market.js';
import { runJobs } from '../../support/run-jobs.js';
import { startShop } from '../../support/shop.js';
import { anAdmin } from '../../support/sign-in.js';

const JWT_SECRET = 'a-secret-of-this-very-test-Zq8-w31-Lp';
const PASSWORD = 'crimson-Lighthouse-71-omega';
const NEW_PASSWORD = 'velvet-Harbour-28-sigma';
const CARD = { number: '4242424242424242', cvv: 'cvv-90731', expiry: '12/77' };
const STREET = '77 Quiet Confidential Lane';
const EMAIL = 'grace.private@example.com';
const PHONE = '+1 415 555 0177';

const HANDING_OUT_TOKENS: readonly string[] = ['/api/account/login', '/api/account/change-password'];

const tokenIn = (mail: string, path: string): string => {
  const plain = mail.replace(/=\r?\n/g, '').replaceAll('=3D', '=');
  return new RegExp(`${path}[^\\s"<]*?([A-Za-z0-9_-]{20,})`, 's').exec(plain)?.[1] ?? '';
};

/** A whole purchase, from the first mail to the refund, with everything secret that a client could send. */
describe('Secrets', function () {
  this.timeout(60_000);

  const lines: string[] = [];
  const memory = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(...chunk.toString().split('\n').filter(Boolean));
      done();
    },
  });
  const shop = startShop({ JWT_SECRET }, (container) => {
    container.rebind(TOKENS.logger).toConstantValue(new PinoLogger('trace', memory));
  });

  /** What was answered, without the answers that are there to hand tokens out. */
  const answers: string[] = [];
  /** Whoever reads one of these can be somebody else. */
  const secrets: string[] = [JWT_SECRET, PASSWORD, NEW_PASSWORD];
  const requestIds = new Map<string, string>();
  let checkout: Response;

  before(async () => {
    let count = 0;
    const ask = async (method: 'get' | 'post' | 'patch', path: string, body?: unknown, headers: Record<string, string> = {}) => {
      count += 1;
      const requestId = `purchase-step-${count}`;
      const answer = await shop.anyone.send(method, path, body, { 'X-Request-Id': requestId, ...headers });
      requestIds.set(requestId, path.split('?')[0] ?? path);
      expect(answer.headers['x-request-id']).to.equal(requestId);
      if (!HANDING_OUT_TOKENS.includes(path)) answers.push(answer.text, JSON.stringify(answer.headers));
      return answer;
    };
    const newestMail = async (): Promise<string> => {
      await runJobs(shop);
      return (await shop.mails()).at(-1) ?? '';
    };
    const ware = await new Market(shop).ware();
    const admin = await anAdmin(shop);

    await ask('post', '/api/account/register', { email: EMAIL, password: PASSWORD, name: 'Grace' });
    const verification = tokenIn(await newestMail(), 'verify\\?token=');
    await ask('get', `/api/account/verify?token=${verification}`);
    await ask('post', '/api/account/login', { email: EMAIL, password: `${PASSWORD}-wrong` });
    const { access_token, refresh_token } = (await ask('post', '/api/account/login', { email: EMAIL, password: PASSWORD })).body as Record<
      string,
      string
    >;
    secrets.push(verification, access_token ?? '', refresh_token ?? '');
    const auth = { Authorization: `Bearer ${access_token}` };
    const address = { address_line1: STREET, city: 'San Francisco', state: 'CA', postal_code: '94103', country: 'US', phone: PHONE };
    await ask('post', '/api/shippings/addresses', address, auth);
    await ask('post', '/api/carts/add', { product_id: ware.productId }, auth);
    const card = { card: CARD, card_number: CARD.number, cvv: CARD.cvv };
    await ask('post', '/api/orders/checkout', { ...card, payment_token: CARD.number }, auth);
    checkout = await ask('post', '/api/orders/checkout', { ...card, payment_token: 'tok_success' }, { ...auth, 'Idempotency-Key': 'k-1' });
    const { id } = checkout.body as { id: string };
    for (const path of [`/api/orders/${id}`, `/api/orders/${id}/history`, '/api/payments', '/api/account/me'])
      await ask('get', path, undefined, auth);
    await ask('patch', `/api/orders/cancel/${id}`, undefined, auth);
    const change = { old_password: PASSWORD, new_password: NEW_PASSWORD };
    const renewed = (await ask('post', '/api/account/change-password', change, auth)).body as { refresh_token: string };
    secrets.push(renewed.refresh_token);
    await runJobs(shop);
    await ask('post', '/api/account/forgot-password', { email: EMAIL });
    const reset = tokenIn(await newestMail(), '');
    secrets.push(reset);
    await ask('post', '/api/account/reset-password', { token: reset, new_password: PASSWORD });
    for (const path of ['/api/admin/orders', `/api/admin/orders/${id}`, '/api/admin/users']) answers.push((await admin.get(path)).text);
    await runJobs(shop);
  });

  const found = (text: string, hidden: readonly string[]): readonly string[] => hidden.filter((secret) => text.includes(secret));

  it('are all in the play: the purchase went through, and what is hidden is known', () => {
    expect(checkout.status).to.equal(201);
    expect(secrets.filter((secret) => secret.length < 20)).to.deep.equal([]);
    expect(lines.length).to.be.greaterThan(15);
    expect(answers.length).to.be.greaterThan(20);
  });

  it('are not in the logs: no password, token, card, address or mailbox (OPS-06) (PAY-18)', () => {
    const text = lines.join('\n');
    expect(found(text, [...secrets, CARD.number, CARD.cvv, 'tok_success', STREET, PHONE, EMAIL])).to.deep.equal([]);
  });

  it('every line of a request has the id that its answer had, the checkout too (OPS-06)', () => {
    const logged = lines.map((line) => JSON.parse(line) as { msg: string; request_id?: string; path?: string });
    const requests = logged.filter(({ msg }) => msg === 'request');
    expect(logged.filter(({ request_id, path }) => path !== undefined && request_id === undefined)).to.deep.equal([]);
    for (const [requestId, path] of requestIds) {
      expect(
        requests.filter(({ request_id }) => request_id === requestId).map((line) => line.path),
        requestId,
      ).to.deep.equal([path]);
    }
    expect([...requestIds.values()]).to.include('/api/orders/checkout');
  });

  it('are in no answer, not even a hash of one (PAY-18)', () => {
    const text = answers.join('\n');
    expect(found(text, [...secrets, CARD.number, CARD.cvv, 'tok_success', '$2b$', 'password_hash'])).to.deep.equal([]);
  });

  it('are not in the database: neither cards nor anything that opens an account (PAY-18)', async () => {
    const { rows: tables } = await shop.knex.raw<{ rows: { name: string }[] }>(
      `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const dump: string[] = [];
    for (const { name } of tables) {
      const { rows } = await shop.knex.raw<{ rows: { row: string }[] }>(`select to_jsonb(t)::text as row from ${name} t`);
      dump.push(...rows.map(({ row }) => row));
    }
    const text = dump.join('\n');
    expect(found(text, [...secrets, CARD.number, CARD.cvv])).to.deep.equal([]);
    expect(text, 'the address is where it has to be').to.contain(STREET);
    expect(tables.length).to.be.greaterThan(20);
  });

  it('are not told to an order: a card number is refused as a token (PAY-18)', () => {
    const refused = answers.find((answer) => answer.includes('payment_token'));
    expect(refused).to.contain('never a card number').and.contain('"status":422');
  });
});
