import { expect } from 'chai';
import { anAdmin, aCustomer, signUp } from '../../support/sign-in.js';
import { startShop } from '../../support/shop.js';

const ME = '/api/account/me';
const PASSWORD = 'blue-kettle-42-horizon';

describe('The account routes', () => {
  const shop = startShop();

  it('open an account and let its owner in', async () => {
    const registered = await shop.anyone.post('/api/account/register', { email: 'Ada@Example.com', password: PASSWORD });
    expect(registered.status).to.equal(202);
    const login = await shop.anyone.post('/api/account/login', { email: 'ada@example.com ', password: PASSWORD });
    expect(login.status).to.equal(200);
    expect(login.body.user).to.include({ email: 'ada@example.com', name: 'ada', is_admin: false, is_active: true, is_verified: false });
    const me = await shop.anyone.get(ME, { Authorization: `Bearer ${login.body.access_token}` });
    expect(me.body).to.deep.equal(login.body.user);
  });

  it('know whom the tests sign in', async () => {
    expect((await (await aCustomer(shop)).get(ME)).body).to.deep.include({ roles: ['customer'], is_verified: true });
    expect((await (await anAdmin(shop)).get(ME)).body).to.include({ is_admin: true });
    expect((await (await signUp(shop, { isVerified: false })).client.get(ME)).body).to.include({ is_verified: false });
    expect((await shop.anyone.get(ME)).status).to.equal(401);
  });
});
