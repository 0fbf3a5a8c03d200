import { expect } from 'chai';
import { SqlVectorIndex } from '../../../../src/infrastructure/persistence/catalogue/sql-vector-index.js';
import { PoolSql } from '../../../../src/infrastructure/persistence/shared/sql.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { vectorIndexContract } from '../../../contract/vector-index.contract.js';
import { aStockedVariant } from '../../../support/builders/a-stocked-variant.js';
import { statementsOf } from '../../../support/statements-of.js';
import { testDatabase } from '../../../support/test-database.js';

const DIMENSIONS = 160;
const VERSION = 'layout-1';

/** Vectors that look like chance and are the same at every run. */
function vectors(count: number): readonly Float32Array[] {
  let state = 1;
  const next = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 31 - 1;
  };
  return Array.from({ length: count }, () => Float32Array.from({ length: DIMENSIONS }, next));
}

describe('The vector index in PostgreSQL', () => {
  const database = testDatabase();
  const index = () => new SqlVectorIndex(new PoolSql(database.knex));
  const newProduct = async (urls: readonly string[], status: 'draft' | 'published' | 'archived' = 'published') => {
    const { productId } = await aStockedVariant(database.knex, { status });
    const image = (url: string, position: number) => ({ id: new UuidGenerator().next(), product_id: productId, position, url, alt: '' });
    await database.knex('product_images').insert(urls.map(image));
    return productId;
  };

  beforeEach(async () => {
    await database.knex('picture_vectors').delete();
    await database.knex('product_images').delete();
  });

  vectorIndexContract(() => ({
    index: index(),
    newProduct,
    archive: async (productId) => void (await database.knex('products').where({ id: productId }).update({ status: 'archived' })),
    takeDown: async (url) => void (await database.knex('product_images').where({ url }).delete()),
    keptUrls: () => database.knex('picture_vectors').pluck<string[]>('url'),
  }));

  it('keeps one picture that two put at the same moment', async () => {
    await newProduct(['media/twice.webp']);
    const [one, other] = vectors(2);
    await Promise.all(Array.from({ length: 12 }, (_, turn) => index().put('media/twice.webp', VERSION, (turn % 2 ? one : other) ?? null)));
    expect(await database.knex('picture_vectors').pluck('url')).to.deep.equal(['media/twice.webp']);
  });

  it('finds a picture that several products show for each of them', async () => {
    const [url, [vector]] = ['media/shared.webp', vectors(1)];
    const ids = [await newProduct([url]), await newProduct([url]), await newProduct([url], 'archived')];
    await index().put(url, VERSION, vector ?? null);
    const found = await index().nearest(vectors(1), VERSION, 10);
    expect(found.map(({ productId }) => productId)).to.have.members(ids.slice(0, 2));
  });

  it('finds what is nearly the same, however many archived ones are nearer, in one statement (IMG-01)', async function () {
    this.timeout(60_000);
    const all = vectors(1_000);
    const wanted = all[234] ?? new Float32Array();
    const url = (place: number) => `media/${place}.webp`;
    const productId = await newProduct([url(234)]);
    await newProduct(all.flatMap((_, place) => (place === 234 ? [] : [url(place)])));
    const gone = Array.from({ length: 650 }, (_, place) => `media/gone-${place}.webp`);
    await newProduct(gone, 'archived');
    await Promise.all(all.map((vector, place) => index().put(url(place), VERSION, vector)));
    await Promise.all(gone.map((each) => index().put(each, VERSION, wanted)));
    const [noise] = vectors(1);
    const asked = wanted.map((value, place) => value + 0.3 * (noise?.[place] ?? 0));

    let found: Awaited<ReturnType<SqlVectorIndex['nearest']>> = [];
    const statements = await statementsOf(async () => void (found = await index().nearest([asked, wanted.toReversed()], VERSION, 1)));
    expect(statements).to.deep.equal(['picture_vectors.nearest_to_2']);
    expect(found.map((match) => match.productId)).to.deep.equal([productId]);
    expect(found[0]?.score).to.be.greaterThan(0.9);
  });
});
