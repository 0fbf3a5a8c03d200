import type { ProductView, VariantView } from '../../../application/catalogue/ports/product-view.js';
import type { Page, PageRequest } from '../../../application/shared/page.js';
import { presentMoney } from '../shared/money-on-the-wire.js';
import { presentImages } from './image-presenter.js';

export const presentVariant = ({ id, sku, title, options, price, compareAtPrice, lowestPrice, stockQuantity, ...rest }: VariantView) => ({
  id,
  sku,
  title,
  options,
  price: presentMoney(price),
  compare_at_price: compareAtPrice && presentMoney(compareAtPrice),
  lowest_price_30d: lowestPrice && presentMoney(lowestPrice),
  stock_quantity: stockQuantity,
  in_stock: stockQuantity > 0,
  backorderable: rest.isBackorderable,
  tracked: rest.isTracked,
  digital: rest.isDigital,
  image_id: rest.imageId,
});

/** One decimal; nobody's opinion is null, not 0. */
const average = (sum: number, count: number): number | null => (count === 0 ? null : Math.round((sum * 10) / count) / 10);

/** With several variants the price is the lowest, and what can be sold is the sum. */
export function presentProduct(view: ProductView) {
  const { variants, images } = view;
  const leading = variants.reduce((cheapest, variant) => (variant.price.minor < cheapest.price.minor ? variant : cheapest));
  const stock = variants.reduce((sum, { stockQuantity }) => sum + stockQuantity, 0);
  return {
    id: view.id,
    title: view.title,
    description: view.description,
    slug: view.slug,
    price: presentMoney(leading.price),
    compare_at_price: leading.compareAtPrice && presentMoney(leading.compareAtPrice),
    lowest_price_30d: leading.lowestPrice && presentMoney(leading.lowestPrice),
    currency: view.currency,
    stock_quantity: stock,
    in_stock: stock > 0,
    image_url: view.imageUrl,
    images: presentImages(images),
    categories: view.categories,
    brand: view.brand,
    tags: view.tags,
    options: view.options,
    variants: variants.map(presentVariant),
    rating_average: average(view.ratingSum, view.ratingCount),
    rating_count: view.ratingCount,
    status: view.status,
    publish_at: view.publishAt,
    vendor: null,
    version: view.version,
    created_at: view.createdAt,
    updated_at: view.updatedAt,
  };
}

export const presentProducts = ({ items, total, nextCursor }: Page<ProductView>, { page, limit }: PageRequest) => ({
  items: items.map(presentProduct),
  total,
  page,
  limit,
  pages: Math.ceil(total / limit),
  ...(nextCursor === undefined ? {} : { next_cursor: nextCursor }),
});

const texts = new WeakMap<ProductView, string>();

/** Its JSON, made once for each view: a product stands on many pages. */
export function productText(view: ProductView): string {
  const known = texts.get(view);
  if (known !== undefined) return known;
  const text = JSON.stringify(presentProduct(view));
  texts.set(view, text);
  return text;
}

/** The JSON of what `presentProducts` says, and of what else there is to say. */
export function productsText({ items, ...found }: Page<ProductView>, page: PageRequest, beside: object = {}): string {
  const rest = JSON.stringify({ ...presentProducts({ items: [], ...found }, page), ...beside, items: undefined });
  return `{"items":[${items.map(productText).join(',')}],${rest.slice(1)}`;
}
