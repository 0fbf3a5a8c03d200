import { expect } from 'chai';
import type { ProductRepository } from '../../src/application/catalogue/ports/product-repository.js';
import { ConcurrencyConflict } from '../../src/application/shared/errors.js';
import type { UnitOfWork } from '../../src/application/shared/ports/unit-of-work.js';
import { SkuTaken } from '../../src/domain/catalogue/product-errors.js';
import type { Product } from '../../src/domain/catalogue/product.js';
import { id, type PricePeriodId } from '../../src/domain/shared/ids.js';
import { Money } from '../../src/domain/shared/money.js';
import { anImage, aProduct, aVariant } from '../support/builders/a-product.js';
import { rejection } from '../support/rejection.js';

const LATER = new Date('2026-02-01T08:00:00.000Z');

/** What every ProductRepository promises. The fake and the real one both run it, so the fake cannot lie. */
export function productRepositoryContract(create: () => UnitOfWork<{ products: ProductRepository }>): void {
  describe('as a ProductRepository', () => {
    it('gives back the product it was given', async () => {
      const store = create();
      const product = aProduct({
        description: "Café's “best”",
        variants: [
          aVariant({ options: { Size: 'M' }, compareAtPrice: Money.of(2999, 'USD') }),
          aVariant({ options: { Size: 'L' }, price: Money.of(2499, 'USD') }),
        ],
        images: [anImage('media/one.webp'), anImage('media/two.webp')],
      });
      await store.run(({ products }) => products.save(product));

      const found = await store.run(({ products }) => products.find(product.id));

      expect(found?.toState()).to.deep.equal(product.toState());
      expect(found?.pullEvents(), 'loading is not news').to.be.empty;
      expect(found?.version).to.equal(1);
    });

    it('does not find what is not there', async () => {
      expect(await create().run(({ products }) => products.find(id('01900000-0000-7000-8000-ffffffffffff')))).to.be.undefined;
    });

    it('keeps what became of a product', async () => {
      const store = create();
      const [first, second, third] = [anImage('media/a.webp'), anImage('media/b.webp'), anImage('media/c.webp')];
      const { id: productId, slug } = await store.run(async ({ products }) => {
        const product = aProduct({ images: [first, second] });
        await products.save(product);
        return product;
      });
      await store.run(async ({ products }) => {
        const product = await products.find(productId);
        product!.revise({ title: 'Cup', slug: `cup-${productId}`, description: 'New' }, LATER);
        product!.reviseOnlyVariant({ price: Money.of(5, 'USD'), compareAtPrice: Money.of(9, 'USD'), sku: `CUP-${productId}` }, LATER);
        product!.attachImage(third, LATER);
        product!.reviseImage(third.id, { position: 0, alt: 'First' }, LATER);
        product!.detachImage(second.id, LATER);
        product!.changeStatus('archived', LATER);
        await products.save(product!);
      });

      const found = await store.run(({ products }) => products.find(productId));
      expect(found?.version).to.equal(2);
      expect(found?.toState()).to.deep.include({ title: 'Cup', slug: `cup-${productId}`, status: 'archived', updatedAt: LATER });
      expect(found?.images).to.deep.equal([{ ...third, alt: 'First' }, first]);
      expect(found?.variants).to.deep.include.members([
        { ...found!.leading, price: Money.of(5, 'USD'), compareAtPrice: Money.of(9, 'USD'), sku: `CUP-${productId}` },
      ]);
      const kept = await store.run(({ products }) => products.slugsLike(slug));
      expect([...kept], 'the old slug leads to it for ever').to.deep.equal([[slug, productId]]);
    });

    it('keeps what a variant will cost, and says when it is to be looked at', async () => {
      const store = create();
      const product = aProduct();
      const hour = (hours: number) => new Date(LATER.getTime() + hours * 3_600_000);
      const period = (from: number, until: number) => ({
        id: id<PricePeriodId>(product.id.replace(/.$/, String(from))),
        price: Money.of(900 + from, 'USD'),
        startsAt: hour(from),
        endsAt: hour(until),
      });
      await store.run(({ products }) => products.save(product));
      const change = (what: (found: Product) => void) =>
        store.run(async ({ products }) => {
          const found = await products.find(product.id);
          what(found!);
          await products.save(found!);
        });
      await change((found) => found.schedulePrice(product.leading.id, period(1, 2), LATER));
      await change((found) => found.schedulePrice(product.leading.id, period(4, 5), LATER));
      const isDue = async (now: Date) => (await store.run(({ products }) => products.due(now, 100))).includes(product.id);

      const found = await store.run(({ products }) => products.find(product.id));
      expect(found?.leading.schedule).to.deep.equal([period(1, 2), period(4, 5)]);
      expect([await isDue(LATER), await isDue(hour(1))]).to.deep.equal([false, true]);
      await change((due) => due.catchUp(hour(1)));
      expect([await isDue(hour(1)), await isDue(hour(2))]).to.deep.equal([false, true]);
      await change((due) => due.withdrawPrice(product.leading.id, period(4, 5).id, hour(1)));
      await change((due) => due.catchUp(hour(2)));
      expect(await isDue(hour(9))).to.equal(false);
    });

    it('refuses to overwrite a change it has not seen', async () => {
      const store = create();
      const product = aProduct();
      await store.run(({ products }) => products.save(product));
      const [mine, theirs] = await store.run(async ({ products }) => [await products.find(product.id), await products.find(product.id)]);
      theirs!.changeStatus('archived', LATER);
      await store.run(({ products }) => products.save(theirs!));
      mine!.revise({ description: 'Mine' }, LATER);

      expect(await rejection(store.run(({ products }) => products.save(mine!)))).to.be.instanceOf(ConcurrencyConflict);
    });

    it('gives a slug to one product, for ever', async () => {
      const store = create();
      const product = aProduct();
      await store.run(({ products }) => products.save(product));
      await store.run(async ({ products }) => {
        const found = await products.find(product.id);
        found!.revise({ slug: `${product.slug}-2` }, LATER);
        await products.save(found!);
      });

      const thief = aProduct({ slug: product.slug });
      expect(await rejection(store.run(({ products }) => products.save(thief)))).to.be.instanceOf(ConcurrencyConflict);
      const like = await store.run(({ products }) => products.slugsLike(product.slug));
      expect(new Set(like.keys())).to.deep.equal(new Set([product.slug, `${product.slug}-2`]));
      expect(await store.run(({ products }) => products.slugsLike(product.slug.slice(0, -1)))).to.have.property('size', 0);
    });

    it('gives a SKU to one variant', async () => {
      const store = create();
      const product = aProduct();
      await store.run(({ products }) => products.save(product));

      const copy = aProduct({ variants: [aVariant({ sku: product.leading.sku })] });
      expect(await rejection(store.run(({ products }) => products.save(copy)))).to.be.instanceOf(SkuTaken);
    });

    it('keeps nothing of a unit of work that fails', async () => {
      const store = create();
      const product = aProduct();
      await rejection(
        store.run(async ({ products }) => {
          await products.save(product);
          throw new Error('power cut');
        }),
      );

      expect(await store.run(({ products }) => products.find(product.id))).to.be.undefined;
    });
  });
}
