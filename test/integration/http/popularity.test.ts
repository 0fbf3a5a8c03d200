import { expect } from 'chai';
import { ForgetOldSales } from '../../../src/application/catalogue/forget-old-sales.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { SqlSalesCounter } from '../../../src/infrastructure/persistence/catalogue/sql-sales-counter.js';
import { Market, type Ware } from '../../support/market.js';
import { runJobs } from '../../support/run-jobs.js';
import { startShop } from '../../support/shop.js';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('Popularity', () => {
  const shop = startShop();
  const market = new Market(shop);
  const unitsOf = async ({ productId }: Ware): Promise<number> => {
    const [row] = await shop.knex('products').where({ id: productId }).select('units_sold');
    return (row as { units_sold: number }).units_sold;
  };
  const buy = async (ware: Ware, pieces: number): Promise<void> => {
    const { client } = await market.shopper([ware, pieces]);
    expect((await client.post('/api/orders/checkout', {})).body.status).to.equal('confirmed');
    await runJobs(shop);
  };
  const forget = () => new ForgetOldSales(new SqlSalesCounter(shop.container.get(TOKENS.poolSql)), shop.clock).execute();

  it('is what sold in the last thirty days, and each day falls out once, however many do it at once', async () => {
    const [early, both] = [await market.ware({ title: 'Early' }), await market.ware({ title: 'Both' })];
    await buy(early, 4);
    await buy(both, 2);
    shop.clock.advance(20 * DAY_MS);
    await buy(both, 3);
    expect([await unitsOf(early), await unitsOf(both)]).to.deep.equal([4, 5]);
    await forget();
    expect([await unitsOf(early), await unitsOf(both)]).to.deep.equal([4, 5]);
    shop.clock.advance(9 * DAY_MS);
    await forget();
    expect([await unitsOf(early), await unitsOf(both)], 'after twenty-nine days').to.deep.equal([4, 5]);
    shop.clock.advance(2 * DAY_MS);
    await Promise.all([forget(), forget(), forget()]);
    expect([await unitsOf(early), await unitsOf(both)], 'after thirty-one').to.deep.equal([0, 3]);
    const { body } = await shop.anyone.get('/api/products?sort=-popularity&limit=1');
    expect(body.items[0].id).to.equal(both.productId);
    shop.clock.advance(40 * DAY_MS);
    await forget();
    expect([await unitsOf(early), await unitsOf(both)]).to.deep.equal([0, 0]);
  });
});
