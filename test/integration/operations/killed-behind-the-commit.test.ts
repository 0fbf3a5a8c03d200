import { expect } from 'chai';
import type { Knex } from 'knex';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { eventually } from '../../support/eventually.js';
import { ShopProcess } from '../../support/shop-process.js';
import { startShop } from '../../support/shop.js';
import { signUp } from '../../support/sign-in.js';

const SECRET = 'only-for-tests-0123456789-abcdefghij';
const HOME = { address_line1: '1 Market St', city: 'San Francisco', state: 'CA', postal_code: '94105', country: 'US' };
const HELD = 4711;

describe('A server that is killed behind the commit', function () {
  this.timeout(60_000);
  const shop = startShop({ JWT_SECRET: SECRET });
  let server: ShopProcess | undefined;
  after(() => server?.kill());

  /** Whoever wants to keep a reply waits for us: its work is committed, its client has heard nothing. */
  const holdReplies = async (): Promise<Knex.Transaction> => {
    await shop.knex.raw(`
      create function wait_for_the_test() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock(${HELD}); return new; end $$;
      create trigger held before update of reply on request_claims for each row execute function wait_for_the_test();
    `);
    const holder = await shop.knex.transaction();
    await holder.raw('select pg_advisory_xact_lock(?)', [HELD]);
    return holder;
  };
  const waiting = async (): Promise<readonly { pid: number }[]> =>
    shop.knex('pg_stat_activity').select('pid').where({ wait_event: 'advisory' }).whereRaw('datname = current_database()');

  it('has done it, and the next one knows the answer (IDM-03)', async () => {
    const { accountId, sessionId, client } = await signUp(shop);
    const token = shop.container.get(TOKENS.tokenIssuer).issue({ accountId, sessionId }, new Date(Date.now() + 60_000));
    const headers = { Authorization: `Bearer ${token}`, 'Idempotency-Key': 'killed', 'Content-Type': 'application/json' };
    const { connectionString } = (shop.knex.client as { config: { connection: { connectionString: string } } }).config.connection;
    server = new ShopProcess('main.ts', [], { DATABASE_URL: connectionString, DATA_DIR: shop.dataDir, JWT_SECRET: SECRET });
    const base = await server.open();
    const holder = await holdReplies();
    const unheard = fetch(`${base}/api/shippings/addresses`, { method: 'POST', headers, body: JSON.stringify(HOME) }).then(
      () => 'heard',
      () => 'cut off',
    );
    try {
      await eventually('the reply waits', async () => (await waiting()).length > 0);
      await server.kill();
      for (const { pid } of await waiting()) await shop.knex.raw('select pg_terminate_backend(?)', [pid]);
    } finally {
      await holder.rollback();
    }
    await shop.knex.raw('drop trigger held on request_claims');
    const retried = await client.post('/api/shippings/addresses', HOME, { 'Idempotency-Key': 'killed' });

    expect(await unheard).to.equal('cut off');
    expect([retried.status, retried.headers['idempotent-replayed']]).to.deep.equal([201, 'true']);
    const addresses = await shop.knex('addresses').where({ customer_id: accountId });
    expect(addresses.map(({ id }: { id: string }) => `/api/shippings/addresses/${id}`)).to.deep.equal([retried.headers['location']]);
  });
});
