import { expect } from 'chai';
import type { SynonymRepository } from '../../src/application/catalogue/ports/synonym-repository.js';
import { ConcurrencyConflict } from '../../src/application/shared/errors.js';
import type { UnitOfWork } from '../../src/application/shared/ports/unit-of-work.js';
import { SynonymGroup } from '../../src/domain/catalogue/synonym-group.js';
import type { SynonymGroupId } from '../../src/domain/shared/ids.js';
import { UuidGenerator } from '../../src/infrastructure/system/uuid-generator.js';
import { rejection } from '../support/rejection.js';

const AT = new Date('2026-01-31T12:00:00.000Z');
const ids = new UuidGenerator();

/** What every store of synonyms keeps to. */
export function synonymRepositoryContract(makeStore: () => UnitOfWork<{ synonyms: SynonymRepository }>): void {
  let store: UnitOfWork<{ synonyms: SynonymRepository }>;
  beforeEach(() => {
    store = makeStore();
  });
  const aGroup = () => SynonymGroup.of(ids.next<SynonymGroupId>(), ['sofa', 'couch'], AT);
  const load = (groupId: SynonymGroupId) => store.run(({ synonyms }) => synonyms.find(groupId));

  it('gives back what was saved, and nothing after it was removed', async () => {
    const group = aGroup();
    await store.run(({ synonyms }) => synonyms.save(group));
    const loaded = await load(group.id);
    expect(loaded?.toState()).to.deep.equal(group.toState());
    expect(loaded?.version).to.equal(1);
    await store.run(async ({ synonyms }) => {
      const found = await synonyms.find(group.id);
      found?.revise(['settee', 'sofa'], AT);
      if (found) await synonyms.save(found);
    });
    expect((await load(group.id))?.toState().words).to.deep.equal(['settee', 'sofa']);
    await store.run(async ({ synonyms }) => {
      const found = await synonyms.find(group.id);
      if (found) await synonyms.remove(found);
    });
    expect(await load(group.id)).to.equal(undefined);
  });

  it('lets only one of two changes of the same version pass', async () => {
    const group = aGroup();
    await store.run(({ synonyms }) => synonyms.save(group));
    const [first, second] = [await load(group.id), await load(group.id)];
    await store.run(async ({ synonyms }) => first && synonyms.save(first));
    expect(await rejection(store.run(async ({ synonyms }) => second && synonyms.save(second)))).to.be.instanceOf(ConcurrencyConflict);
    expect(await rejection(store.run(async ({ synonyms }) => second && synonyms.remove(second)))).to.be.instanceOf(ConcurrencyConflict);
  });
}
