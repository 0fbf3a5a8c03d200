import type { TagRule } from '../../../domain/catalogue/tag-rule.js';
import type { BrandId, CategoryId, TagId } from '../../../domain/shared/ids.js';

export interface CategoryView {
  readonly id: CategoryId;
  readonly name: string;
  readonly slug: string;
  readonly description: string | null;
  readonly parentId: CategoryId | null;
  /** Counted from 0 among those beside it. */
  readonly position: number;
  /** Published products that are in this very category, not in those under it. */
  readonly productCount: number;
  /** Published products that are in it or anywhere under it, each once. */
  readonly totalProductCount: number;
  readonly version: number;
}

/** One of those that lead to a category. */
export interface CategoryStep {
  readonly id: CategoryId;
  readonly name: string;
  readonly slug: string;
}

export interface CategoryDetails extends CategoryView {
  /** From the top down to the category itself. */
  readonly path: readonly CategoryStep[];
}

/** A brand or a tag. */
export interface LabelView<LabelId = BrandId | TagId> {
  readonly id: LabelId;
  readonly name: string;
  readonly slug: string;
  /** Published products that carry it. */
  readonly productCount: number;
  readonly version: number;
}

export interface BrandView extends LabelView<BrandId> {
  readonly description: string | null;
}

export interface TagView extends LabelView<TagId> {
  /** Null: people put it on products. */
  readonly rule: TagRule | null;
}

/** What products stand under: each list comes whole, in one statement. */
export interface ShelfQueries {
  /** The tree from the top, each followed by what is under it. */
  categories(): Promise<readonly CategoryView[]>;
  /** By id or slug. */
  category(idOrSlug: string): Promise<CategoryDetails | undefined>;
  /** By name. */
  brands(): Promise<readonly BrandView[]>;
  /** By id or slug. */
  brand(idOrSlug: string): Promise<BrandView | undefined>;
  /** By name. */
  tags(): Promise<readonly TagView[]>;
  /** By id or slug. */
  tag(idOrSlug: string): Promise<TagView | undefined>;
}
