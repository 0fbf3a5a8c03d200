import { expect } from 'chai';
import { SqlPriceList } from '../../../../src/infrastructure/persistence/catalogue/sql-price-list.js';
import { PoolSql } from '../../../../src/infrastructure/persistence/shared/sql.js';
import { SystemClock } from '../../../../src/infrastructure/system/system-clock.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { priceListContract } from '../../../contract/price-list.contract.js';
import { aStockedVariant } from '../../../support/builders/a-stocked-variant.js';
import { testDatabase } from '../../../support/test-database.js';

describe('The price list in PostgreSQL', () => {
  const database = testDatabase();
  const prices = () => new SqlPriceList(new PoolSql(database.knex), new SystemClock());

  priceListContract(() => ({
    prices: prices(),
    newMug: async ({ reserved, ...given }) => {
      const { variantId } = await aStockedVariant(database.knex, given);
      if (reserved) await database.knex('stock').where({ variant_id: variantId }).update({ reserved });
      return variantId;
    },
  }));

  it('shows the first picture of the product', async () => {
    const { productId, variantId } = await aStockedVariant(database.knex);
    const image = (position: number) => ({
      id: new UuidGenerator().next(),
      product_id: productId,
      position,
      url: `media/${position}.webp`,
      alt: '',
    });
    await database.knex('product_images').insert([image(1), image(0)]);

    expect((await prices().offersFor([variantId])).get(variantId)?.imageUrl).to.equal('media/0.webp');
  });

  it('does not offer a variant that is archived while its product is not', async () => {
    const { variantId } = await aStockedVariant(database.knex);
    await database.knex('variants').where({ id: variantId }).update({ is_archived: true });

    expect((await prices().offersFor([variantId])).get(variantId)?.isOffered).to.equal(false);
  });

  it('keeps prices and pieces as whole numbers (MON-11)', async () => {
    const { rows } = await database.knex.raw<{ rows: { column_name: string; data_type: string }[] }>(
      `select column_name, data_type from information_schema.columns where table_name in ('products', 'variants', 'stock',
        'stock_movements', 'reservations') and (column_name like '%_minor' or column_name in ('on_hand', 'reserved', 'delta', 'quantity'))`,
    );
    expect(rows).to.have.lengthOf(7);
    for (const { column_name, data_type } of rows)
      expect(data_type, column_name).to.equal(column_name.endsWith('_minor') ? 'bigint' : 'integer');
  });
});
