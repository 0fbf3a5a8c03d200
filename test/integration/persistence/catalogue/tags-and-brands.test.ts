import { expect } from 'chai';
import { InvalidShelfName } from '../../../../src/domain/catalogue/shelf-name.js';
import type { BrandId } from '../../../../src/domain/shared/ids.js';
import { KnexUnitOfWork } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { rejection } from '../../../support/rejection.js';
import { testDatabase } from '../../../support/test-database.js';

describe('Tags and brands in PostgreSQL', () => {
  const database = testDatabase();
  const ids = new UuidGenerator();
  const store = () => new KnexUnitOfWork(database.knex, ids);
  const tagsNamed = (...names: string[]) => store().run(({ tags }) => tags.named(names));
  const brandNamed = (name: string) => store().run(({ brands }) => brands.named(name));

  it('finds tags in any case, makes what is missing, and keeps the order of the names', async () => {
    const [cosy, gift] = await tagsNamed('Cosy', 'gift');
    const [summer, ...known] = await tagsNamed('summer', ' GIFT ', 'cosy', 'Gift');

    expect(known).to.deep.equal([gift, cosy]);
    expect([cosy, gift]).to.not.include(summer);
    const rows = await database.knex('tags').whereIn('id', [cosy!, gift!, summer!]).orderBy('name').select('name', 'slug');
    expect(rows.map(({ name, slug }) => `${name} ${slug}`)).to.have.members(['Cosy cosy', 'gift gift', 'summer summer']);
    expect(await tagsNamed()).to.deep.equal([]);
  });

  it('gives names that are spelt alike in an address slugs of their own', async () => {
    const made = await tagsNamed('C', 'C++', 'C#', '東京', 'İ', 'i̇');
    const rows = await database.knex('tags').whereIn('id', made).select('slug');
    expect(rows.map(({ slug }) => slug)).to.include.members(['c', 'c-2', 'c-3']);
    expect(new Set(rows.map(({ slug }) => slug)).size).to.equal(made.length);
  });

  it('makes each once, however many ask at the same moment', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => tagsNamed('Hot', index % 2 ? 'new' : 'NEW', `only ${index}`)),
    );

    expect(new Set(answers.map(([hot]) => hot)).size).to.equal(1);
    expect(new Set(answers.map(([, fresh]) => fresh)).size).to.equal(1);
    expect(new Set(answers.map(([, , only]) => only)).size).to.equal(30);

    const brands = await Promise.all(Array.from({ length: 30 }, () => brandNamed('Alder & Quay')));
    expect(new Set(brands.map(({ brandId }) => brandId)).size).to.equal(1);
    expect(brands.filter(({ isNew }) => isNew)).to.have.lengthOf(1);
  });

  it('knows its brands', async () => {
    const { brandId } = await brandNamed('Kestrel');
    expect(await brandNamed('KESTREL')).to.deep.equal({ brandId, isNew: false });
    expect(await store().run(({ brands }) => brands.isKnown(brandId))).to.equal(true);
    expect(await store().run(({ brands }) => brands.isKnown(ids.next<BrandId>()))).to.equal(false);
  });

  it('refuses what is no name', async () => {
    for (const name of ['', ' \u0000 ', 'x'.repeat(81)])
      expect(await rejection(tagsNamed('fine', name))).to.be.instanceOf(InvalidShelfName);
  });
});
