import { expect } from 'chai';
import { ME, logIn, refresh, outcome } from '../../support/account-calls.js';
import { anAdmin, signUp } from '../../support/sign-in.js';
import { startShop } from '../../support/shop.js';

describe('The back office for accounts', () => {
  const shop = startShop();
  const USERS = '/api/admin/users';

  it('lists, filters and shows them', async () => {
    const admin = await anAdmin(shop);
    const { accountId, email } = await signUp(shop, { name: '100% Zora', email: 'zora@example.com' });
    await signUp(shop, { roles: ['vendor'] });
    const all = await admin.get(USERS);
    expect(all.body).to.have.lengthOf(3);
    expect(all.headers['x-total-count']).to.equal('3');
    const first = await admin.get(`${USERS}?limit=2&page=2`);
    expect(first.body).to.have.lengthOf(1);
    expect(first.headers['link']).to.contain('rel="prev"');
    for (const [query, found] of [
      ['q=ZORA', 1],
      ['q=0%25%20z', 1],
      ['q=%25', 1],
      ['q=_', 0],
      ['role=vendor', 1],
      ['role=admin', 1],
      ['is_active=false', 0],
      ['q=example.com&is_active=true', 3],
      ['q=', 3],
    ] as const)
      expect((await admin.get(`${USERS}?${query}`)).body, query).to.have.lengthOf(found);
    const one = await admin.get(`${USERS}/${accountId.toUpperCase()}`);
    expect(one.body).to.include({ id: accountId, email });
    for (const query of ['role=king', 'is_active=perhaps', 'limit=0', 'page=-1', 'q=%00', `q=${'x'.repeat(201)}`])
      expect((await admin.get(`${USERS}?${query}`)).status, query).to.equal(422);
    for (const wrong of ['7', '019cb000-0000-7000-8000-00000000ffff']) {
      expect(outcome(await admin.get(`${USERS}/${wrong}`))).to.equal('404 account.not_found');
      expect(outcome(await admin.patch(`${USERS}/${wrong}`, { is_active: false }))).to.equal('404 account.not_found');
    }
  });

  it('pages by cursor while people come', async () => {
    const admin = await anAdmin(shop);
    const seen: string[] = [];
    for (let cursor = '', turn = 0; turn < 50; turn += 1) {
      const page = await admin.get(`${USERS}?limit=2&cursor=${cursor}`);
      seen.push(...page.body.map(({ id }: { id: string }) => id));
      await signUp(shop);
      cursor = page.headers['x-next-cursor'] ?? '';
      if (!cursor) break;
    }
    expect(new Set(seen).size).to.equal(seen.length);
    expect(seen.length).to.be.greaterThan(3);
    expect((await admin.get(`${USERS}?cursor=nonsense`)).body).to.deep.equal([]);
  });

  it('is for admins', async () => {
    const { client, accountId } = await signUp(shop, { roles: ['customer', 'vendor'] });
    for (const answer of [await client.get(USERS), await client.patch(`${USERS}/${accountId}`, { roles: ['admin'] })])
      expect(outcome(answer)).to.equal('403 account.forbidden');
    expect((await shop.anyone.get(USERS)).status).to.equal(401);
  });

  it('takes a role and disables at once, not when a token is over (ACC-09)', async () => {
    const admin = await anAdmin(shop);
    const { client, accountId, refreshToken, email, password } = await signUp(shop, { roles: ['customer', 'admin'] });
    expect((await client.get(USERS)).status).to.equal(200);
    const demoted = await admin.patch(`${USERS}/${accountId}`, { roles: ['customer'] });
    expect(demoted.body).to.deep.include({ roles: ['customer'], is_admin: false });
    expect((await client.get(USERS)).status).to.equal(403);
    expect((await client.get(ME)).status).to.equal(200);

    expect((await admin.patch(`${USERS}/${accountId}`, { is_active: false })).body.is_active).to.equal(false);
    expect((await client.get(ME)).status).to.equal(401);
    expect((await refresh(shop.anyone, refreshToken)).status).to.equal(401);
    expect((await logIn(shop.anyone, email, password)).status).to.equal(401);

    expect((await admin.patch(`${USERS}/${accountId}`, { is_active: true })).body.is_active).to.equal(true);
    expect((await client.get(ME)).status, 'what was ended stays ended').to.equal(401);
    expect((await logIn(shop.anyone, email, password)).status).to.equal(200);
  });

  it('changes what is sent and only that', async () => {
    const admin = await anAdmin(shop);
    const { accountId, email } = await signUp(shop);
    const wishes = { email: 'other@example.com', name: 'Other', is_admin: true, is_verified: false };
    expect((await admin.patch(`${USERS}/${accountId}`, wishes)).body).to.include({ email, is_admin: false, is_verified: true });
    for (const body of [{ roles: [] }, { roles: ['king'] }, { roles: 'admin' }, { is_active: 'no' }, { is_active: null }])
      expect((await admin.patch(`${USERS}/${accountId}`, body)).status, JSON.stringify(body)).to.equal(422);
  });

  it('refuses an admin who has not seen the last change', async () => {
    const admin = await anAdmin(shop);
    const path = `${USERS}/${(await signUp(shop)).accountId}`;
    const tag = (await admin.get(path)).headers['etag']!;
    expect((await admin.patch(path, { is_active: false }, { 'If-Match': tag })).status).to.equal(200);
    const stale = await admin.patch(path, { is_active: true }, { 'If-Match': tag });
    expect(outcome(stale)).to.equal('412 account.stale_version');
  });
});

describe('The last admin', () => {
  const shop = startShop();

  it('stays, also when two admins demote each other at the same instant', async () => {
    const [one, two] = [await signUp(shop, { roles: ['admin'] }), await signUp(shop, { roles: ['admin'] })];
    const path = ({ accountId }: { accountId: string }) => `/api/admin/users/${accountId}`;
    const answers = await Promise.all([
      one.client.patch(path(two), { roles: ['customer'] }),
      two.client.patch(path(one), { is_active: false }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).to.have.lengthOf(1);
    const [left, ...others] = await shop.knex('accounts').whereRaw("'admin' = any (roles) and is_active");
    expect(others).to.deep.equal([]);
    const last = left.id === one.accountId ? one : two;
    for (const body of [{ roles: ['customer'] }, { is_active: false }])
      expect(outcome(await last.client.patch(path(last), body))).to.equal('409 account.last_admin');
  });
});
