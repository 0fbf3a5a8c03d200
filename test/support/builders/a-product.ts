import type { ProductState } from '../../../src/domain/catalogue/product-state.js';
import { Product, type ProductDraft, type VariantDraft } from '../../../src/domain/catalogue/product.js';
import { id, type ProductId } from '../../../src/domain/shared/ids.js';
import { Money } from '../../../src/domain/shared/money.js';
import { UuidGenerator } from '../../../src/infrastructure/system/uuid-generator.js';

const ids = new UuidGenerator();
const MADE_AT = new Date('2026-01-31T12:00:00.000Z');

export const aVariant = (given: Partial<VariantDraft> = {}): VariantDraft => ({
  id: ids.next(),
  sku: `SKU-${ids.next().slice(-12)}`,
  options: {},
  price: Money.of(1999, 'USD'),
  compareAtPrice: null,
  isDigital: false,
  ...given,
});

/** A published mug for 19.99 with one variant and no pictures; each has another id, slug and SKU. */
export const aProduct = (given: Partial<ProductDraft> = {}): Product => {
  const productId = given.id ?? ids.next<ProductId>();
  return Product.create({
    id: productId,
    title: 'Mug',
    description: 'Holds what you pour in',
    slug: `mug-${productId.slice(-12)}`,
    status: 'published',
    brandId: null,
    categoryIds: [],
    tagIds: [],
    currency: 'USD',
    variants: [aVariant()],
    images: [],
    createdAt: MADE_AT,
    ...given,
  });
};

export const anImage = (url = 'media/one.webp'): ProductState['images'][number] => ({ id: id(ids.next()), url, alt: 'A mug' });
