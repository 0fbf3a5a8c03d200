import { expect } from 'chai';
import type { ProductView } from '../../../../src/application/catalogue/ports/product-view.js';
import type { Change } from '../../../../src/application/shared/ports/change-feed.js';
import { KeptProductViews } from '../../../../src/infrastructure/persistence/catalogue/kept-product-views.js';

describe('Keeping what is shown of products', () => {
  let tell: (changes: Iterable<Change> | 'anything') => void;
  let isCurrent: boolean;
  let now: number;
  let read: string[][];
  let whileReading: () => void;
  let views: KeptProductViews;

  const aView = (id: string) => ({ id, title: `${id} ${read.length}`, variants: [{ id: `${id}-variant` }] }) as unknown as ProductView;
  const titles = async (...ids: string[]) => (await views.of(ids)).map(({ title }) => title);

  beforeEach(() => {
    isCurrent = true;
    now = 0;
    read = [];
    whileReading = () => undefined;
    views = new KeptProductViews(
      { subscribe: (heard) => (tell = heard), isCurrent: () => isCurrent },
      async (ids) => {
        read.push([...ids]);
        const found = ids.filter((id) => id !== 'gone').map(aView);
        await Promise.resolve();
        whileReading();
        return found.reverse();
      },
      () => now,
    );
  });

  it('reads only what is not kept, and answers in the order of asking', async () => {
    expect(await titles('a', 'b', 'gone')).to.deep.equal(['a 1', 'b 1']);
    expect(await titles('b', 'c', 'a')).to.deep.equal(['b 1', 'c 2', 'a 1']);
    expect(read).to.deep.equal([['a', 'b', 'gone'], ['c']]);
    expect((await views.of(['a']))[0], 'the same object').to.equal((await views.of(['a']))[0]);
  });

  it('forgets a product whose price changes by itself at that moment', async () => {
    const pricesHoldUntil = new Date('2026-02-01T10:00:00.000Z');
    let today = new Date('2026-02-01T09:59:59.999Z');
    const read = async (ids: readonly string[]) => {
      await Promise.resolve();
      return ids.map((id) => ({ ...aView(id), pricesHoldUntil, title: today.toISOString() }));
    };
    const priced = new KeptProductViews(
      { subscribe: () => undefined, isCurrent: () => true },
      read,
      () => now,
      () => today,
    );
    const shown = async () => (await priced.of(['a']))[0]?.title;
    expect([await shown(), await shown()]).to.deep.equal(Array(2).fill('2026-02-01T09:59:59.999Z'));
    today = pricesHoldUntil;
    expect(await shown()).to.equal('2026-02-01T10:00:00.000Z');
  });

  it('forgets a product that changed or sold, all when a shelf changed or something was missed', async () => {
    for (const changes of [['product:a'], ['stock:a-variant'], ['shelves'], 'anything'] as const) {
      await titles('a', 'b');
      tell(changes);
      read = [];
      await titles('a', 'b');
      expect(read).to.deep.equal([typeof changes === 'string' || changes[0] === 'shelves' ? ['a', 'b'] : ['a']]);
    }
  });

  it('does not keep what changed while it was read', async () => {
    for (const change of ['product:a', 'stock:a-variant', 'shelves']) {
      tell('anything');
      whileReading = () => tell([change]);
      await titles('a');
      whileReading = () => undefined;
      read = [];
      await titles('a');
      expect(read, change).to.have.length(1);
    }
  });

  it('keeps nothing longer than five seconds, and uses nothing while changes may go unheard', async () => {
    await titles('a');
    now = 5_001;
    await titles('a');
    isCurrent = false;
    await titles('a');
    expect(read).to.have.length(3);
  });
});
