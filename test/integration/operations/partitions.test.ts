import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { Market, sideBySide } from '../../support/market.js';
import { rejection } from '../../support/rejection.js';
import { runJobs } from '../../support/run-jobs.js';
import { startShop } from '../../support/shop.js';

describe('Orders and events in partitions by month', function () {
  this.timeout(60_000);
  const shop = startShop();
  const market = new Market(shop);
  const count = async (table: string): Promise<number> => {
    const [row] = await shop.knex(table).count('* as n');
    return Number(row?.['n']);
  };
  const buy = async (): Promise<string> => {
    const { client } = await market.shopper([await market.ware(), 1]);
    const { status, body } = await client.post('/api/orders/checkout', {});
    expect(status).to.equal(201);
    return (body as { id: string }).id;
  };
  /** As if the month after next had begun: ids are made by time. */
  const later = async (id: string): Promise<string> => {
    const { rows } = await shop.knex.raw<{ rows: { id: string }[] }>(
      `select (left(first_id_at(now() + interval '70 days')::text, 14) || substr(?, 15))::uuid as id`,
      [id],
    );
    return rows[0]?.id ?? '';
  };

  let early: string;

  before(async () => {
    early = await buy();
    const counts = [await count('orders'), await count('order_lines'), await count('outbox')];
    await shop.knex.transaction((trx) => trx.raw(readFileSync('docs/ops/partition-by-month.sql', 'utf8').replaceAll('?', '\\?')));
    expect([await count('orders'), await count('order_lines'), await count('outbox')]).to.deep.equal(counts);
  });

  it('are bought and shown as ever, the old ones too', async () => {
    const order = await buy();
    await runJobs(shop);

    expect(await shop.knex('orders').whereIn('id', [early, order]).where({ status: 'confirmed' })).to.have.length(2);
    expect(await shop.knex('order_lines').whereIn('order_id', [early, order])).to.have.length(2);
    expect(await shop.knex('outbox').whereNull('published_at')).to.deep.equal([]);
  });

  it('are still one for each cart, however many ask at once (ORD-01)', async () => {
    const [buyer] = await market.buyers(1);
    if (buyer === undefined) throw new Error('Nobody is there to buy');
    await market.fillCart(buyer, [[await market.ware(), 1]]);
    const orders = await count('orders');

    const outcomes = await sideBySide(
      Array.from({ length: 20 }, () => () => shop.container.get(TOKENS.placeOrder).execute({ customerId: buyer })),
    );

    expect(await count('orders')).to.equal(orders + 1);
    expect(outcomes.filter(({ status }) => status === 'rejected')).to.deep.equal([]);
  });

  it('go to the month of their id, refuse what they refused, across months too, and are found in one of them', async () => {
    const { knex } = shop;
    const id = await later(early);
    const copy = (cart: string, number: string): Promise<unknown> =>
      knex.raw(
        `insert into orders select (jsonb_populate_record(o, jsonb_build_object('id', ?::text, 'cart_id', ?::text, 'number', ?::text))).* from orders o where id = ?`,
        [id, cart, number, early],
      );
    const [old] = await knex<{ id: string; cart_id: string; number: string }>('orders').where({ id: early });

    expect((await rejection(copy(old?.cart_id ?? '', 'ANOTHER'))) as unknown).to.include({ constraint: 'orders_one_per_cart' });
    expect((await rejection(copy(id, old?.number ?? ''))) as unknown).to.include({ constraint: 'orders_number' });
    await copy(id, 'ANOTHER');

    const { rows } = await knex.raw<{ rows: { part: string }[] }>('select tableoid::regclass::text as part from orders where id = ?', [id]);
    expect(rows[0]?.part).to.match(/^orders_20\d\d_\d\d$/);
    const { rows: plan } = await knex.raw<{ rows: Record<string, string>[] }>(`explain select * from orders where id = '${id}'`);
    const scans = plan.map((row) => row['QUERY PLAN'] ?? '').filter((line) => line.includes(' on orders'));
    expect(scans).to.have.length(1);
  });

  it('make room again without a fault, and forget a month of events at once', async () => {
    const { knex } = shop;
    await knex.raw(`call make_room('outbox', (now() + interval '1 month')::date)`);
    const { rows } = await knex.raw<{ rows: { part: string }[] }>(
      `select inhrelid::regclass::text as part from pg_inherits where inhparent = 'outbox'::regclass order by 1`,
    );
    expect(rows.map(({ part }) => part))
      .to.have.length(5)
      .and.include('outbox_before')
      .and.include('outbox_rest');

    await knex.raw('drop table outbox_before');
    expect(await count('outbox')).to.equal(0);
    await buy();
    expect(await count('outbox')).to.be.greaterThan(0);
  });
});
