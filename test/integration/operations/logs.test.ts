import { expect } from 'chai';
import type { CustomerId } from '../../../src/domain/shared/ids.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { PinoLogger } from '../../../src/infrastructure/system/pino-logger.js';
import { Market } from '../../support/market.js';
import { runJobs } from '../../support/run-jobs.js';
import { startShop } from '../../support/shop.js';

const LOGIN = { email: 'ann@example.com', password: 'blue-kettle-42-horizon' };
const ADDRESS = { name: 'Ann Secret', address_line1: '12 Hidden Lane', city: 'Portland', state: 'OR', postal_code: '97201', country: 'US' };
const CARD = 'tok_success';

describe('The log', () => {
  const lines: string[] = [];
  const shop = startShop({}, (container) => {
    const destination = { write: (line: string) => void lines.push(line) };
    container.rebind(TOKENS.logger).toConstantValue(new PinoLogger('trace', destination));
  });

  it('tells of a purchase under the ids that its requests came with, and tells no secret (OPS-06)', async () => {
    await shop.anyone.post('/api/account/register', { ...LOGIN, name: 'Ann' }, { 'X-Request-Id': 'register-0001' });
    const login = await shop.anyone.post('/api/account/login', LOGIN, { 'X-Request-Id': 'login-00001' });
    const { access_token: accessToken, refresh_token: refreshToken } = login.body as { access_token: string; refresh_token: string };
    const ann = shop.anyone.with({ Authorization: `Bearer ${accessToken}` });
    const market = new Market(shop);
    await ann.post('/api/shippings/addresses', ADDRESS, { 'X-Request-Id': 'address-0001' });
    await market.fillCart(login.body.user.id as CustomerId, [[await market.ware(), 1]]);
    const paid = await ann.post('/api/orders/checkout', { gateway: 'fake', payment_token: CARD }, { 'X-Request-Id': 'checkout-0001' });
    await runJobs(shop);
    const refused = await ann.get('/api/orders/nothing', { 'X-Request-Id': 'order-00001' });

    expect(paid.status).to.equal(201);
    expect(paid.headers['x-request-id']).to.equal('checkout-0001');
    expect(refused.body).to.include({ request_id: 'order-00001' });
    const entries = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    expect(entries.filter(({ msg }) => msg === 'request').map(({ request_id, path, status }) => [request_id, path, status])).to.deep.equal([
      ['register-0001', '/api/account/register', 202],
      ['login-00001', '/api/account/login', 200],
      ['address-0001', '/api/shippings/addresses', 201],
      ['checkout-0001', '/api/orders/checkout', 201],
      ['order-00001', '/api/orders/nothing', 404],
    ]);
    const log = lines.join('');
    for (const secret of [LOGIN.password, accessToken, refreshToken, CARD, ADDRESS.name, ADDRESS.address_line1, ADDRESS.postal_code]) {
      expect(log).to.not.include(secret);
    }
    const mails = (await shop.mails()).join('').replace(/=\n/g, '');
    const [, mailToken = 'none was written'] = /verify\?token(?:=3D|=)([\w-]+)/.exec(mails) ?? [];
    expect(mailToken).to.have.length.greaterThan(40);
    expect(log).to.not.include(mailToken);
  });
});
