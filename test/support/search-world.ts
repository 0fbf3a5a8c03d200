import type { Knex } from 'knex';
import type { ProductStatus } from '../../src/domain/catalogue/product-state.js';
import type { BrandId, CategoryId, ProductId, TagId } from '../../src/domain/shared/ids.js';
import { slugOf } from '../../src/domain/shared/slug.js';
import { UuidGenerator } from '../../src/infrastructure/system/uuid-generator.js';

const ids = new UuidGenerator();

interface Shelf<ShelfId> {
  readonly id: ShelfId;
  readonly name: string;
  readonly slug: string;
}

export interface SearchedProduct {
  readonly id: ProductId;
  readonly title: string;
  readonly description: string;
  readonly status: ProductStatus;
  readonly brand: string | null;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly priceMinor: number;
  readonly ratingSum: number;
  readonly ratingCount: number;
  readonly unitsSold: number;
  readonly pieces: number;
}

/** Products to look for, and what they stand on, by name. */
export interface SearchWorld {
  readonly categories: readonly (Shelf<CategoryId> & { readonly parentId: CategoryId | null })[];
  readonly brands: readonly Shelf<BrandId>[];
  readonly tags: readonly Shelf<TagId>[];
  readonly synonyms: readonly (readonly string[])[];
  readonly products: readonly SearchedProduct[];
}

const shelf = <ShelfId extends BrandId | CategoryId | TagId>(name: string): Shelf<ShelfId> => {
  const id = ids.next<ShelfId>();
  return { id, name, slug: slugOf(name, id) };
};

/** @param tree each category and the one above it. */
export function aSearchWorld(
  tree: Readonly<Record<string, string | null>>,
  products: readonly (Partial<SearchedProduct> & { readonly title: string })[],
  synonyms: readonly (readonly string[])[] = [],
): SearchWorld {
  const categories: (Shelf<CategoryId> & { parentId: CategoryId | null })[] = [];
  for (const [name, above] of Object.entries(tree))
    categories.push({ ...shelf<CategoryId>(name), parentId: categories.find((each) => each.name === above)?.id ?? null });
  const names = (of: (product: Partial<SearchedProduct>) => readonly string[]) => [...new Set(products.flatMap(of))];
  return {
    categories,
    brands: names(({ brand }) => (brand ? [brand] : [])).map((name) => shelf<BrandId>(name)),
    tags: names(({ tags = [] }) => tags).map((name) => shelf<TagId>(name)),
    synonyms,
    products: products.map((product) => ({
      id: ids.next<ProductId>(),
      description: '',
      status: 'published',
      brand: null,
      categories: [],
      tags: [],
      priceMinor: 1000,
      ratingSum: 0,
      ratingCount: 0,
      unitsSold: 0,
      pieces: 1,
      ...product,
    })),
  };
}

/** Writes it into a migrated database, past the use cases. */
export async function storeSearchWorld(knex: Knex, { categories, brands, tags, synonyms, products }: SearchWorld): Promise<void> {
  const at = new Date();
  const idOf = (shelves: readonly Shelf<string>[], name: string | null) => shelves.find((each) => each.name === name)?.id ?? null;
  if (categories.length > 0)
    await knex('categories').insert(
      categories.map(({ parentId, ...row }) => ({ ...row, parent_id: parentId, created_at: at, updated_at: at, version: 1 })),
    );
  if (brands.length > 0) await knex('brands').insert(brands);
  if (tags.length > 0) await knex('tags').insert(tags);
  if (synonyms.length > 0)
    await knex('search_synonyms').insert(synonyms.map((words) => ({ id: ids.next(), words, created_at: at, updated_at: at, version: 1 })));
  for (const { id, title, description, status, brand, priceMinor, ...product } of products) {
    await knex('products').insert({
      id,
      title,
      description,
      slug: `p-${id}`,
      status,
      brand_id: idOf(brands, brand),
      options: '[]',
      currency: 'USD',
      price_minor: priceMinor,
      rating_sum: product.ratingSum,
      rating_count: product.ratingCount,
      units_sold: product.unitsSold,
      created_at: at,
      updated_at: at,
      version: 1,
    });
    const variantId = ids.next();
    await knex('variants').insert({ id: variantId, product_id: id, position: 0, sku: id, options: '{}', price_minor: priceMinor });
    await knex('stock').insert({ variant_id: variantId, on_hand: product.pieces, reserved: 0 });
    for (const [position, name] of product.categories.entries())
      await knex('product_categories').insert({ product_id: id, category_id: idOf(categories, name), position });
    for (const [position, name] of product.tags.entries())
      await knex('product_tags').insert({ product_id: id, tag_id: idOf(tags, name), position });
  }
  await knex.raw('select refresh_product_faces(?::uuid[])', [products.map(({ id }) => id)]);
}
