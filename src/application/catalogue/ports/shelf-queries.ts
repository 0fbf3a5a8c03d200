import type { BrandId, CategoryId, TagId } from '../../../domain/shared/ids.js';

export interface CategoryView {
  readonly id: CategoryId;
  readonly name: string;
  readonly slug: string;
  readonly description: string | null;
  readonly parentId: CategoryId | null;
  /** Published products that are in this very category, not in those under it. */
  readonly productCount: number;
  readonly version: number;
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

/** What products stand under: each list comes whole, in one statement. */
export interface ShelfQueries {
  /** In the order of their making. */
  categories(): Promise<readonly CategoryView[]>;
  category(categoryId: CategoryId): Promise<CategoryView | undefined>;
  /** By name. */
  brands(): Promise<readonly BrandView[]>;
  /** By id or slug. */
  brand(idOrSlug: string): Promise<BrandView | undefined>;
  /** By name. */
  tags(): Promise<readonly LabelView<TagId>[]>;
  /** By id or slug. */
  tag(idOrSlug: string): Promise<LabelView<TagId> | undefined>;
}
