import type { Knex } from 'knex';
import type { ProductId, VariantId } from '../../../src/domain/shared/ids.js';
import { UuidGenerator } from '../../../src/infrastructure/system/uuid-generator.js';

const NOON = new Date('2026-01-31T12:00:00.000Z');
const ids = new UuidGenerator();

interface Given {
  readonly status?: 'draft' | 'published' | 'archived';
  readonly price_minor?: number;
  /** Pieces on hand; without a number there is no stock at all. */
  readonly onHand?: number;
  readonly categoryId?: string;
}

/** Rows of a published mug at 12.50 with one variant, put into the tables by hand. */
export async function aStockedVariant(
  knex: Knex,
  { status = 'published', price_minor = 1250, onHand, categoryId }: Given = {},
): Promise<{ productId: ProductId; variantId: VariantId }> {
  const [productId, variantId] = [ids.next<ProductId>(), ids.next<VariantId>()];
  const common = { created_at: NOON, updated_at: NOON, version: 1 };
  await knex('products').insert({
    ...common,
    ...{ id: productId, title: 'Mug', description: 'Holds tea', slug: `mug-${productId}`, status, options: '[]' },
    ...{ currency: 'USD', price_minor },
  });
  const variant = { id: variantId, product_id: productId, position: 0, sku: `MUG-${variantId}`, title: null, options: '{}', price_minor };
  await knex('variants').insert(variant);
  if (onHand !== undefined) await knex('stock').insert({ variant_id: variantId, on_hand: onHand, reserved: 0 });
  if (onHand) await knex('stock_movements').insert({ variant_id: variantId, delta: onHand, reason: 'received', at: NOON });
  if (categoryId) await knex('product_categories').insert({ product_id: productId, category_id: categoryId, position: 0 });
  return { productId, variantId };
}
