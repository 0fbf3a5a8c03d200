import { expect } from 'chai';
import { RemoveLabel } from '../../../../src/application/catalogue/remove-label.js';
import { TagByRule } from '../../../../src/application/catalogue/tag-by-rule.js';
import type { Change } from '../../../../src/application/shared/ports/change-feed.js';
import type { Product, ProductDraft } from '../../../../src/domain/catalogue/product.js';
import type { TagRule } from '../../../../src/domain/catalogue/tag-rule.js';
import type { ProductId, TagId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { KnexUnitOfWork } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { aProduct, aVariant } from '../../../support/builders/a-product.js';
import { testDatabase } from '../../../support/test-database.js';

const NOON = new Date('2026-01-31T12:00:00.000Z');
const DAY = 24 * 3_600_000;
const daysOn = (days: number, milliseconds = 0) => new Date(NOON.getTime() + days * DAY + milliseconds);

describe('Tags that come and go by a rule', () => {
  const database = testDatabase();
  const heard: Change[] = [];
  const store = () =>
    new KnexUnitOfWork(
      database.knex,
      new UuidGenerator(),
      () => undefined,
      (changes) => heard.push(...changes),
    );
  const ruled = async (name: string, rule: TagRule) => (await store().run(({ tags }) => tags.ruled(name, rule))).tagId;
  const saved = async (given: Partial<ProductDraft> = {}): Promise<ProductId> => {
    const product = aProduct({ createdAt: NOON, ...given });
    await store().run(({ products }) => products.save(product));
    return product.id;
  };
  const changed = (productId: ProductId, change: (product: Product) => void) =>
    store().run(async ({ products }) => {
      const product = (await products.find(productId))!;
      change(product);
      await products.save(product);
      return product.toState();
    });
  const look = (now: Date, newForDays = 30) => new TagByRule(store(), { now: () => now }, newForDays).execute();
  const shownOn = async (productId: ProductId): Promise<readonly string[]> => {
    const [row] = await database.knex('product_faces').where({ product_id: productId }).select('face');
    return (row.face.tags as string[] | null) ?? [];
  };
  const reduced = () =>
    [aVariant(), aVariant({ options: {}, price: Money.of(800, 'USD'), compareAtPrice: Money.of(1000, 'USD') })].slice(1);

  beforeEach(async () => {
    await database.knex('product_tags').delete();
    await database.knex('tags').delete();
    heard.length = 0;
  });

  it('are on a product as soon as it is saved, behind those that people put there', async () => {
    await ruled('new', 'new');
    await ruled('sale', 'reduced');
    const [gift] = await store().run(({ tags }) => tags.named(['gift', 'NEW', 'Sale']));
    const productId = await saved({ tagIds: [gift as TagId], variants: reduced() });
    expect(await shownOn(productId)).to.deep.equal(['gift', 'sale', 'new']);

    const state = await changed(productId, (product) => product.revise({ title: 'Cup', tagIds: [] }, NOON));
    expect(state.tagIds).to.deep.equal([]);
    expect(await shownOn(productId)).to.deep.equal(['sale', 'new']);
    await changed(productId, (product) => product.reviseOnlyVariant({ price: Money.of(1000, 'USD') }, NOON));
    expect(await shownOn(productId)).to.deep.equal(['new']);
  });

  it('follow a scheduled price from its first moment to its last (CAT-19)', async () => {
    await ruled('sale', 'reduced');
    const productId = await saved();
    const price = Money.of(900, 'USD');
    await changed(productId, (product) =>
      product.schedulePrice(product.leading.id, { id: new UuidGenerator().next(), price, startsAt: daysOn(1), endsAt: daysOn(2) }, NOON),
    );
    expect(await shownOn(productId)).to.deep.equal([]);
    for (const [at, tags] of [
      [daysOn(1, -1), []],
      [daysOn(1), ['sale']],
      [daysOn(2, -1), ['sale']],
      [daysOn(2), []],
    ] as const) {
      await changed(productId, (product) => product.catchUp(at));
      expect(await shownOn(productId), at.toISOString()).to.deep.equal(tags);
    }
  });

  it('leave when their time is up and not before, which changes no version and is told', async () => {
    await ruled('new', 'new');
    const productId = await saved();
    const draftId = await saved({ status: 'draft' });
    expect([await shownOn(productId), await shownOn(draftId)]).to.deep.equal([['new'], []]);
    await changed(draftId, (product) => product.changeStatus('published', daysOn(7)));
    await look(daysOn(30, -1));
    expect([await shownOn(productId), await shownOn(draftId)]).to.deep.equal([['new'], ['new']]);

    heard.length = 0;
    await look(daysOn(30));
    expect([await shownOn(productId), await shownOn(draftId)]).to.deep.equal([[], ['new']]);
    expect(heard).to.include(`product:${productId}`).and.not.include(`product:${draftId}`);
    expect(await database.knex('products').where({ id: productId }).first('version')).to.deep.equal({ version: 1 });

    await changed(draftId, (product) => product.changeStatus('draft', daysOn(36)));
    await changed(draftId, (product) => product.changeStatus('published', daysOn(36)));
    await look(daysOn(37));
    expect(await shownOn(draftId), 'it is as old as its first publishing').to.deep.equal([]);
  });

  it('find the products that were there before them, and all anew when the shop is set otherwise', async () => {
    const [fresh, old] = [await saved({ variants: reduced() }), await saved({ createdAt: daysOn(-40) })];
    await ruled('sale', 'reduced');
    await ruled('new', 'new');
    await look(daysOn(1));
    expect([await shownOn(fresh), await shownOn(old)]).to.deep.equal([['sale', 'new'], []]);

    await look(daysOn(1), 60);
    expect([await shownOn(fresh), await shownOn(old)]).to.deep.equal([['sale', 'new'], ['new']]);
    await look(daysOn(1), 1);
    expect([await shownOn(fresh), await shownOn(old)]).to.deep.equal([['sale'], []]);
    heard.length = 0;
    await Promise.all([look(daysOn(2), 1), look(daysOn(2), 1)]);
    expect(heard).to.deep.equal([]);
  });

  it('ask every product, however many there are', async () => {
    await database.knex.raw(`insert into products (id, title, description, slug, status, options, currency, price_minor, created_at, updated_at,
        first_published_at, version)
      select gen_random_uuid(), 'Many', '', 'many-' || n, 'published', '[]', 'USD', 100, ?, ?, ?, 1 from generate_series(1, 2100) n`, [NOON, NOON, NOON]); // prettier-ignore
    await database.knex.raw(`insert into variants (id, product_id, position, sku, options, price_minor)
      select gen_random_uuid(), id, 0, slug, '{}', 100 from products where title = 'Many'`);
    const tagId = await ruled('new', 'new');
    await look(daysOn(1));
    expect((await database.knex('product_tags').where({ tag_id: tagId })).length).to.be.at.least(2100);
    await look(daysOn(40));
    expect(await database.knex('product_tags').where({ tag_id: tagId })).to.deep.equal([]);
    await database.knex.raw(`delete from product_faces where product_id in (select id from products where title = 'Many')`);
    await database.knex.raw(`delete from variants where product_id in (select id from products where title = 'Many')`);
    await database.knex('products').where({ title: 'Many' }).delete();
  });

  it('miss nothing that is saved while they are made', async () => {
    for (let round = 0; round < 5; round += 1) {
      const name = `sale ${round}`;
      const works = await Promise.all([
        ...Array.from({ length: 6 }, () => saved({ variants: reduced() })),
        ruled(name, 'reduced').then(async (tagId) => {
          await look(daysOn(1));
          return tagId;
        }),
        ...Array.from({ length: 6 }, () => saved({ variants: reduced() })),
      ]);
      const tagId = works.splice(6, 1)[0] as TagId;
      for (const productId of works as ProductId[]) expect(await shownOn(productId)).to.include(name);
      await new RemoveLabel(store(), { now: () => NOON }).execute({ label: { kind: 'tag', id: tagId }, moveTo: null });
      for (const productId of works as ProductId[]) expect(await shownOn(productId)).to.not.include(name);
    }
  });
});
