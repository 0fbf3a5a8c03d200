import type { BrandRepository } from '../../../src/application/catalogue/ports/brand-repository.js';
import type { LabelRepository } from '../../../src/application/catalogue/ports/label-repository.js';
import type { TagRepository } from '../../../src/application/catalogue/ports/tag-repository.js';
import { LabelNameTaken, TagRuleTaken } from '../../../src/domain/catalogue/label-errors.js';
import { Label, type LabelKind, type LabelState } from '../../../src/domain/catalogue/label.js';
import type { ProductState } from '../../../src/domain/catalogue/product-state.js';
import { shelfName } from '../../../src/domain/catalogue/shelf-name.js';
import type { TagRule } from '../../../src/domain/catalogue/tag-rule.js';
import type { BrandId, TagId } from '../../../src/domain/shared/ids.js';
import { slugOf } from '../../../src/domain/shared/slug.js';
import { UuidGenerator } from '../../../src/infrastructure/system/uuid-generator.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';
import { Table, type Row } from './table.js';

const ids = new UuidGenerator();

/** Beside the products of the same memory, which say what they carry. */
class InMemoryLabelRepository<LabelId extends BrandId | TagId> implements LabelRepository<LabelId> {
  readonly #labels: Table<LabelState, Label>;
  readonly #rows: Map<string, Row<LabelState>>;
  readonly #products: Map<string, Row<ProductState>>;

  constructor(
    private readonly transaction: MemoryTransaction,
    private readonly kind: LabelKind,
  ) {
    this.#rows = transaction.rows<Row<LabelState>>(`${kind}s`);
    this.#labels = new Table(kind, this.#rows, transaction.outbox, (state, version) => Label.reconstitute(state, version));
    this.#products = transaction.rows<Row<ProductState>>('products');
  }

  async find(labelId: LabelId): Promise<Label | undefined> {
    return this.#labels.find(labelId);
  }

  async save(label: Label): Promise<void> {
    const twin = this.labelled(label.name);
    if (twin && twin.id !== label.id) throw new LabelNameTaken(this.kind, label.name);
    this.#labels.save(label);
  }

  async productsWith(labelId: LabelId): Promise<number> {
    return [...this.#products.values()].filter(({ state }) => this.#carries(state, labelId)).length;
  }

  async moveProducts(from: LabelId, to: LabelId | null): Promise<void> {
    for (const [productId, { state, version }] of this.#products) {
      if (!this.#carries(state, from)) continue;
      const tagIds = state.tagIds.flatMap((tagId) => (tagId !== from ? [tagId] : to === null ? [] : [to as TagId]));
      const carried = this.kind === 'brand' ? { brandId: to as BrandId | null } : { tagIds: [...new Set(tagIds)] };
      this.#products.set(productId, { state: { ...state, ...carried }, version: version + 1 });
    }
  }

  async remove(label: Label): Promise<void> {
    this.#labels.delete(label.id);
    this.transaction.outbox.push(...label.pullEvents());
  }

  protected has(labelId: LabelId): boolean {
    return this.#rows.has(labelId);
  }

  protected findOrMake(given: string, newRule: TagRule | null = null): { id: LabelId; rule: TagRule | null; isNew: boolean } {
    const name = shelfName(given);
    const known = this.labelled(name);
    if (known) return { id: known.id as LabelId, rule: known.rule, isNew: false };
    const id = ids.next<LabelId>();
    const state = { id, kind: this.kind, name, slug: slugOf(name, id), description: null, rule: newRule };
    this.#rows.set(id, { state, version: 1 });
    return { id, rule: newRule, isNew: true };
  }

  protected withRule(rule: TagRule): LabelState | undefined {
    return [...this.#rows.values()].find(({ state }) => state.rule === rule)?.state;
  }

  protected labelled(name: string): LabelState | undefined {
    return [...this.#rows.values()].find(({ state }) => state.name.toLowerCase() === name.toLowerCase())?.state;
  }

  #carries({ brandId, tagIds }: ProductState, labelId: LabelId): boolean {
    return this.kind === 'brand' ? brandId === labelId : tagIds.includes(labelId as TagId);
  }
}

export class InMemoryTagRepository extends InMemoryLabelRepository<TagId> implements TagRepository {
  constructor(transaction: MemoryTransaction) {
    super(transaction, 'tag');
  }

  async named(names: readonly string[]): Promise<readonly TagId[]> {
    const found = names.map((name) => this.findOrMake(name));
    return [...new Set(found.filter(({ rule }) => rule === null).map(({ id }) => id))];
  }

  async ruled(given: string, rule: TagRule): Promise<{ readonly tagId: TagId; readonly isNew: boolean }> {
    const name = shelfName(given);
    const namesake = this.labelled(name);
    if (namesake && namesake.rule !== rule) throw new LabelNameTaken('tag', name);
    const rival = this.withRule(rule);
    if (rival && rival.id !== namesake?.id) throw new TagRuleTaken(rule, rival.name);
    const { id: tagId, isNew } = this.findOrMake(name, rule);
    return { tagId, isNew };
  }

  async one(name: string): Promise<{ readonly tagId: TagId; readonly isNew: boolean }> {
    const { id: tagId, isNew } = this.findOrMake(name);
    return { tagId, isNew };
  }
}

export class InMemoryBrandRepository extends InMemoryLabelRepository<BrandId> implements BrandRepository {
  constructor(transaction: MemoryTransaction) {
    super(transaction, 'brand');
  }

  async isKnown(brandId: BrandId): Promise<boolean> {
    return this.has(brandId);
  }

  async named(name: string): Promise<{ readonly brandId: BrandId; readonly isNew: boolean }> {
    const { id: brandId, isNew } = this.findOrMake(name);
    return { brandId, isNew };
  }
}
