import type { BrandRepository } from '../../../src/application/catalogue/ports/brand-repository.js';
import type { TagRepository } from '../../../src/application/catalogue/ports/tag-repository.js';
import { shelfName } from '../../../src/domain/catalogue/shelf-name.js';
import type { BrandId, Id, TagId } from '../../../src/domain/shared/ids.js';
import { UuidGenerator } from '../../../src/infrastructure/system/uuid-generator.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';

const ids = new UuidGenerator();

/** Ids by name in lower case. */
const findOrMake = <LabelId extends Id<string>>(rows: Map<string, LabelId>, given: string): { id: LabelId; isNew: boolean } => {
  const name = shelfName(given).toLowerCase();
  const known = rows.get(name);
  const id = known ?? ids.next<LabelId>();
  rows.set(name, id);
  return { id, isNew: known === undefined };
};

export class InMemoryTagRepository implements TagRepository {
  constructor(private readonly transaction: MemoryTransaction) {}

  async named(names: readonly string[]): Promise<readonly TagId[]> {
    const rows = this.transaction.rows<TagId>('tags');
    return [...new Set(names.map((name) => findOrMake(rows, name).id))];
  }
}

export class InMemoryBrandRepository implements BrandRepository {
  constructor(private readonly transaction: MemoryTransaction) {}

  async isKnown(brandId: BrandId): Promise<boolean> {
    return [...this.transaction.rows<BrandId>('brands').values()].includes(brandId);
  }

  async named(name: string): Promise<{ readonly brandId: BrandId; readonly isNew: boolean }> {
    const { id: brandId, isNew } = findOrMake(this.transaction.rows<BrandId>('brands'), name);
    return { brandId, isNew };
  }
}
