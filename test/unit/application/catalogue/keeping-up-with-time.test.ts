import { expect } from 'chai';
import { KeepUpWithTime } from '../../../../src/application/catalogue/keep-up-with-time.js';
import type { ProductId } from '../../../../src/domain/shared/ids.js';
import type { Product } from '../../../../src/domain/catalogue/product.js';
import { aProduct } from '../../../support/builders/a-product.js';
import { InMemoryProductRepository } from '../../../support/fakes/in-memory-product-repository.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';
import { rejection } from '../../../support/rejection.js';

const NOON = new Date('2026-02-01T12:00:00.000Z');

describe('Keeping up with time', () => {
  let unwilling: ProductId | undefined;
  const aStore = () =>
    new InMemoryUnitOfWork((transaction) => {
      const products = new InMemoryProductRepository(transaction);
      const save = products.save.bind(products);
      products.save = async (product: Product) => {
        if (product.id === unwilling) throw new Error('not this one');
        await save(product);
      };
      return { products };
    });
  let store: ReturnType<typeof aStore>;
  let now: Date;
  const keepUp = () => new KeepUpWithTime(store, { now: () => now }).execute();
  const aDraft = async (publishAt: Date): Promise<Product> => {
    const product = aProduct({ status: 'draft', publishAt });
    await store.run(({ products }) => products.save(product));
    return product;
  };
  const statusOf = async ({ id }: Product) => (await store.run(({ products }) => products.find(id)))?.status;

  beforeEach(() => {
    store = aStore();
    unwilling = undefined;
    now = NOON;
  });

  it('publishes what is due and nothing else, and finds nothing left to do', async () => {
    const [due, early] = [await aDraft(NOON), await aDraft(new Date(NOON.getTime() + 1))];
    expect(await keepUp()).to.equal(1);
    expect([await statusOf(due), await statusOf(early)]).to.deep.equal(['published', 'draft']);
    expect(await keepUp()).to.equal(0);
    expect(store.published.filter((type) => type === 'product.published')).to.have.lengthOf(1);
  });

  it('sees to all the others when one of them cannot be seen to, and says so', async () => {
    const [first, second] = [await aDraft(new Date(NOON.getTime() - 1)), await aDraft(NOON)];
    unwilling = first.id;
    expect(await rejection(keepUp())).to.have.property('message', 'not this one');
    expect([await statusOf(first), await statusOf(second)]).to.deep.equal(['draft', 'published']);
  });
});
