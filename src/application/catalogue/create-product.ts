import { productSlug } from '../../domain/catalogue/product-slug.js';
import type { ProductOption } from '../../domain/catalogue/product-state.js';
import { Product } from '../../domain/catalogue/product.js';
import { skuOf } from '../../domain/catalogue/sku.js';
import type { ProductId, VariantId } from '../../domain/shared/ids.js';
import type { Currency, Money } from '../../domain/shared/money.js';
import { slugOf } from '../../domain/shared/slug.js';
import type { StockLedger } from '../inventory/ports/stock-ledger.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { chooseShelves, type ShelfScope, type ShelfWishes } from './choose-shelves.js';
import { keepingPicture } from './keeping-picture.js';
import type { ImageStore, Picture } from './ports/image-store.js';
import type { ProductRepository } from './ports/product-repository.js';

export interface NewVariant {
  /** Left out, one is made. */
  readonly sku?: string | null | undefined;
  readonly options?: Readonly<Record<string, string>> | undefined;
  readonly price: Money;
  readonly compareAtPrice?: Money | null | undefined;
  /** Brought by a carrier, unless said otherwise. */
  readonly isDigital?: boolean | undefined;
  /** Pieces that can be sold; when it is not said none, and of digital goods any number. */
  readonly stockQuantity?: number | undefined;
}

export interface CreateProductInput extends ShelfWishes {
  readonly title: string;
  readonly description?: string | undefined;
  /** Published, unless said otherwise; a draft when it is to become published later. */
  readonly status?: 'draft' | 'published' | undefined;
  /** When a draft becomes published by itself. */
  readonly publishAt?: Date | null | undefined;
  /** Left out, they are what the variants differ in. */
  readonly options?: readonly ProductOption[] | undefined;
  readonly variants: readonly NewVariant[];
  readonly picture?: Picture | undefined;
}

/** Puts a new product into the catalogue, with its stock and a slug of its own. */
export class CreateProduct {
  constructor(
    private readonly unitOfWork: UnitOfWork<ShelfScope & { products: ProductRepository; stock: StockLedger }>,
    private readonly images: ImageStore,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly currency: Currency,
  ) {}

  /**
   * @throws InvalidProduct also for a brand or category that there is not.
   * @throws SkuTaken
   * @throws UnsupportedImage @throws ImageTooLarge
   */
  async execute(input: CreateProductInput, claim?: RequestClaim): Promise<ProductId> {
    const productId = this.ids.next<ProductId>();
    const variants = input.variants.map((variant) => this.#variant(variant));
    return keepingPicture(this.images, input.picture, (url) =>
      this.unitOfWork.run(async ({ products, stock, ...shelves }) => {
        const { brandId = null, categoryIds = [], tagIds = [] } = await chooseShelves(shelves, input);
        const taken = await products.slugsLike(slugOf(input.title, productId));
        const now = this.clock.now();
        const product = Product.create({
          id: productId,
          title: input.title,
          description: input.description ?? '',
          slug: productSlug(input.title, productId, null, taken),
          status: input.status ?? (input.publishAt ? 'draft' : 'published'),
          publishAt: input.publishAt,
          brandId,
          categoryIds,
          tagIds,
          options: input.options,
          currency: this.currency,
          variants,
          images: url === undefined ? [] : [{ id: this.ids.next(), url, alt: input.title }],
          createdAt: now,
        });
        await products.save(product);
        for (const { id, isDigital, stockQuantity } of variants) {
          if (isDigital && stockQuantity === undefined) await stock.openUncounted(id);
          else await stock.setAvailable(id, stockQuantity ?? 0, now);
        }
        return productId;
      }, claim),
    );
  }

  #variant({ sku, options = {}, price, compareAtPrice = null, isDigital = false, stockQuantity }: NewVariant) {
    const id = this.ids.next<VariantId>();
    return { id, sku: sku?.trim() || skuOf(id), options, price, compareAtPrice, isDigital, stockQuantity };
  }
}
