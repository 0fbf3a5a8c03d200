import { InvalidProduct, type ProductFault } from '../../domain/catalogue/product-errors.js';
import { id, looksLikeId, type BrandId, type CategoryId, type TagId } from '../../domain/shared/ids.js';
import type { BrandRepository } from './ports/brand-repository.js';
import type { CategoryRepository } from './ports/category-repository.js';
import type { TagRepository } from './ports/tag-repository.js';

export interface ShelfScope {
  readonly categories: CategoryRepository;
  readonly brands: BrandRepository;
  readonly tags: TagRepository;
}

/** Where somebody wants a product to stand, as they wrote it; absent: not said. */
export interface ShelfWishes {
  readonly brandId?: string | null | undefined;
  readonly categoryIds?: readonly string[] | undefined;
  /** Names; a tag that is not there is made. */
  readonly tags?: readonly string[] | undefined;
}

export interface Shelves {
  readonly brandId?: BrandId | null | undefined;
  readonly categoryIds?: readonly CategoryId[] | undefined;
  readonly tagIds?: readonly TagId[] | undefined;
}

/** @throws InvalidProduct that names every brand and category there is not. */
export async function chooseShelves({ categories, brands, tags }: ShelfScope, wishes: ShelfWishes): Promise<Shelves> {
  const brandId = wishes.brandId && id<BrandId>(wishes.brandId.toLowerCase());
  const wanted = wishes.categoryIds && [...new Set(wishes.categoryIds.map((categoryId) => id<CategoryId>(categoryId.toLowerCase())))];
  const known = wanted && (await categories.known(wanted.filter(looksLikeId)));
  const faults: ProductFault[] = (wanted ?? []).flatMap((categoryId, place) =>
    known?.has(categoryId)
      ? []
      : [{ path: `category_ids[${place}]`, code: 'unknown' as const, message: `There is no category with the id ${categoryId}` }],
  );
  if (brandId && !(looksLikeId(brandId) && (await brands.isKnown(brandId))))
    faults.push({ path: 'brand_id', code: 'unknown', message: `There is no brand with the id ${brandId}` });
  if (faults.length > 0) throw new InvalidProduct(faults);
  return {
    brandId: brandId === '' ? null : brandId,
    categoryIds: wanted,
    tagIds: wishes.tags && (await tags.named(wishes.tags)),
  };
}
