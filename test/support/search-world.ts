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
  await knex('products').insert(
    products.map(({ id, title, description, status, brand, priceMinor, ratingSum, ratingCount, unitsSold }) => ({
      id,
      title,
      description,
      slug: `p-${id}`,
      status,
      brand_id: idOf(brands, brand),
      options: '[]',
      currency: 'USD',
      price_minor: priceMinor,
      rating_sum: ratingSum,
      rating_count: ratingCount,
      units_sold: unitsSold,
      created_at: at,
      updated_at: at,
      version: 1,
    })),
  );
  const variants = products.map(({ id, priceMinor, pieces }) => ({ id: ids.next(), product_id: id, price_minor: priceMinor, pieces }));
  await knex('variants').insert(variants.map(({ pieces: _, ...row }) => ({ ...row, position: 0, sku: row.product_id, options: '{}' })));
  await knex('stock').insert(variants.map(({ id, pieces }) => ({ variant_id: id, on_hand: pieces, reserved: 0 })));
  const links = (
    column: 'category_id' | 'tag_id',
    shelves: readonly Shelf<string>[],
    of: (product: SearchedProduct) => readonly string[],
  ) =>
    products.flatMap((product) =>
      of(product).map((name, position) => ({ product_id: product.id, [column]: idOf(shelves, name), position })),
    );
  const inCategories = links('category_id', categories, (product) => product.categories);
  const withTags = links('tag_id', tags, (product) => product.tags);
  if (inCategories.length > 0) await knex('product_categories').insert(inCategories);
  if (withTags.length > 0) await knex('product_tags').insert(withTags);
  await knex.raw('select refresh_product_faces(?::uuid[])', [products.map(({ id }) => id)]);
}
