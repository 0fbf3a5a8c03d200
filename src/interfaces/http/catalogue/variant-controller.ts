import type { Context } from 'koa';
import type { AddVariant } from '../../../application/catalogue/add-variant.js';
import type { ArchiveVariant } from '../../../application/catalogue/archive-variant.js';
import type { CatalogueQueries } from '../../../application/catalogue/ports/catalogue-queries.js';
import type { PriceQueries } from '../../../application/catalogue/ports/price-queries.js';
import type { ProductView } from '../../../application/catalogue/ports/product-view.js';
import type { ReviseVariant } from '../../../application/catalogue/revise-variant.js';
import type { SchedulePrice } from '../../../application/catalogue/schedule-price.js';
import type { WithdrawPrice } from '../../../application/catalogue/withdraw-price.js';
import type { Clock } from '../../../application/shared/ports/clock.js';
import { PriceNotFound, ProductNotFound, VariantNotFound } from '../../../domain/catalogue/product-errors.js';
import { id, looksLikeId, type ImageId, type PricePeriodId, type ProductId, type VariantId } from '../../../domain/shared/ids.js';
import { Money, type Currency } from '../../../domain/shared/money.js';
import { ifMatchOf, versionTag } from '../shared/entity-tag.js';
import type { HttpController } from '../shared/http-controller.js';
import { momentOf } from '../shared/moment-field.js';
import { announcePage, pageRequest } from '../shared/paging.js';
import { InvalidRequest } from '../shared/request-errors.js';
import { route } from '../shared/route.js';
import { VARIANT_OBJECTS, variantRoutes } from './variant-openapi.js';
import { presentPastPrice, presentScheduledPrice, presentVariantOf } from './variant-presenter.js';

type Params = Readonly<Record<string, string>>;

const productIdOf = ({ product_id = '' }: Params): ProductId => {
  if (!looksLikeId(product_id)) throw new ProductNotFound();
  return id(product_id.toLowerCase());
};
const variantIdOf = ({ variant_id = '' }: Params): VariantId => {
  if (!looksLikeId(variant_id)) throw new VariantNotFound();
  return id(variant_id.toLowerCase());
};
const priceIdOf = ({ price_id = '' }: Params): PricePeriodId => {
  if (!looksLikeId(price_id)) throw new PriceNotFound();
  return id(price_id.toLowerCase());
};
/** One variant of one product. @throws ProductNotFound @throws VariantNotFound */
const named = (params: Params) => ({ productId: productIdOf(params), variantId: variantIdOf(params) });

const imageIdOf = (given: string | null | undefined): ImageId | null | undefined => {
  if (given === undefined || given === null) return given;
  if (looksLikeId(given)) return id<ImageId>(given.toLowerCase());
  throw new InvalidRequest([{ path: 'image_id', code: 'unknown', message: 'image_id must be a picture of this product' }]);
};

/** The variants of a product, for whoever fills the shop, and what each will cost. */
export class VariantController implements HttpController {
  readonly schemas = VARIANT_OBJECTS;
  readonly routes;

  constructor(
    private readonly addVariant: AddVariant,
    private readonly reviseVariant: ReviseVariant,
    private readonly archiveVariant: ArchiveVariant,
    private readonly schedulePrice: SchedulePrice,
    private readonly withdrawPrice: WithdrawPrice,
    private readonly catalogue: CatalogueQueries,
    private readonly prices: PriceQueries,
    private readonly clock: Clock,
    private readonly currency: Currency,
  ) {
    const routes = variantRoutes(currency);
    this.routes = [
      route(routes.add, async ({ ctx, params, body, claim }) => {
        const productId = productIdOf(params);
        const variantId = await this.addVariant.execute(
          {
            productId,
            sku: body.sku,
            options: body.options,
            price: Money.parse(body.price, this.currency),
            compareAtPrice: this.#money(body.compare_at_price),
            isDigital: body.digital,
            imageId: imageIdOf(body.image_id),
            position: body.position,
            stockQuantity: body.stock_quantity,
            version: body.version,
            ifMatch: ifMatchOf(ctx),
          },
          claim,
        );
        ctx.status = 201;
        const { slug } = await this.#present(ctx, productId, variantId);
        ctx.set('Location', `/api/products/${slug}`);
      }),
      route(routes.revise, async ({ ctx, params, body, claim }) => {
        const { productId, variantId } = named(params);
        await this.reviseVariant.execute(
          {
            productId,
            variantId,
            sku: body.sku ?? undefined,
            options: body.options,
            price: this.#money(body.price) ?? undefined,
            compareAtPrice: this.#money(body.compare_at_price),
            isDigital: body.digital,
            imageId: imageIdOf(body.image_id),
            position: body.position,
            stockQuantity: body.stock_quantity,
            version: body.version,
            ifMatch: ifMatchOf(ctx),
          },
          claim,
        );
        await this.#present(ctx, productId, variantId);
      }),
      route(routes.archive, async ({ ctx, params, claim }) => {
        await this.archiveVariant.execute({ ...named(params), ifMatch: ifMatchOf(ctx) }, claim);
        ctx.status = 204;
      }),
      route(routes.prices, async ({ ctx, params, query }) => {
        const { productId, variantId } = named(params);
        const page = await this.prices.scheduled(productId, variantId, pageRequest(query));
        if (!page) throw new VariantNotFound();
        announcePage(ctx, query, page);
        const now = this.clock.now();
        ctx.body = page.items.map((price) => presentScheduledPrice(price, now));
      }),
      route(routes.history, async ({ ctx, params, query }) => {
        const { productId, variantId } = named(params);
        const page = await this.prices.history(productId, variantId, pageRequest(query));
        if (!page) throw new VariantNotFound();
        announcePage(ctx, query, page);
        ctx.body = page.items.map(presentPastPrice);
      }),
      route(routes.schedule, async ({ ctx, params, body, claim }) => {
        const { productId, variantId } = named(params);
        const priceId = await this.schedulePrice.execute(
          {
            productId,
            variantId,
            price: Money.parse(body.price, this.currency),
            startsAt: momentOf(body.starts_at) ?? undefined,
            endsAt: momentOf(body.ends_at ?? null),
            version: body.version,
            ifMatch: ifMatchOf(ctx),
          },
          claim,
        );
        const [price, product] = await Promise.all([this.prices.one(productId, variantId, priceId), this.catalogue.detailsOf(productId)]);
        if (!price || !product) throw new PriceNotFound();
        ctx.status = 201;
        ctx.set('Location', `/api/products/${productId}/variants/${variantId}/prices`);
        ctx.set('ETag', versionTag(product.version));
        ctx.body = presentScheduledPrice(price, this.clock.now());
      }),
      route(routes.withdraw, async ({ ctx, params, claim }) => {
        await this.withdrawPrice.execute({ ...named(params), priceId: priceIdOf(params), ifMatch: ifMatchOf(ctx) }, claim);
        ctx.status = 204;
      }),
    ];
  }

  #money(amount: string | number | null | undefined): Money | null | undefined {
    return amount === undefined || amount === null ? amount : Money.parse(amount, this.currency);
  }

  async #present(ctx: Context, productId: ProductId, variantId: VariantId): Promise<ProductView> {
    const product = await this.catalogue.detailsOf(productId);
    const variant = product && presentVariantOf(product, variantId);
    if (!variant) throw new VariantNotFound();
    ctx.set('ETag', versionTag(product.version));
    ctx.body = variant;
    return product;
  }
}
