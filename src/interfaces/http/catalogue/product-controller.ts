import type { Context } from 'koa';
import type { CreateProduct, NewVariant } from '../../../application/catalogue/create-product.js';
import type { CatalogueQueries } from '../../../application/catalogue/ports/catalogue-queries.js';
import type { ProductView } from '../../../application/catalogue/ports/product-view.js';
import type { RetireProduct } from '../../../application/catalogue/retire-product.js';
import type { ReviseProduct } from '../../../application/catalogue/revise-product.js';
import type { Page, PageRequest } from '../../../application/shared/page.js';
import { ProductNotFound } from '../../../domain/catalogue/product-errors.js';
import { id, looksLikeId, type ProductId } from '../../../domain/shared/ids.js';
import { Money, type Currency } from '../../../domain/shared/money.js';
import { ifMatchOf, versionTag } from '../shared/entity-tag.js';
import type { HttpController } from '../shared/http-controller.js';
import { momentOf } from '../shared/moment-field.js';
import { pageRequest } from '../shared/paging.js';
import type { PublicAnswer } from '../shared/public-answer.js';
import { route, type RouteRequest, type UploadedFile } from '../shared/route.js';
import { changesOf, changesOfPage, pricesHoldUntil } from './product-changes.js';
import { PRODUCT_OBJECTS, productRoutes, type ProductRoutes } from './product-openapi.js';
import { presentProduct, presentProducts, productsText, productText } from './product-presenter.js';
import { sortsIn } from './product-schemas.js';
import { selectionOf } from './product-selection.js';

type ListQuery = RouteRequest<ProductRoutes['list']>['query'] & Partial<Pick<RouteRequest<ProductRoutes['all']>['query'], 'q' | 'status'>>;
type NewProductBody = RouteRequest<ProductRoutes['add']>['body'];

const productIdOf = ({ product_id = '' }: Readonly<Record<string, string>>): ProductId => {
  if (!looksLikeId(product_id)) throw new ProductNotFound();
  return id(product_id.toLowerCase());
};

/** A form without a chosen file brings an empty one. */
const pictureIn = ({ image = [], image_url = [] }: Readonly<Record<string, readonly UploadedFile[]>>) =>
  [...image, ...image_url].find(({ bytes }) => bytes > 0);

const given = <Value>(values: readonly Value[] | undefined): readonly Value[] | undefined => (values?.length ? values : undefined);

/** What the shop has, for whoever looks, and for whoever fills it. */
export class ProductController implements HttpController {
  readonly schemas = PRODUCT_OBJECTS;
  readonly routes;

  constructor(
    private readonly createProduct: CreateProduct,
    private readonly reviseProduct: ReviseProduct,
    private readonly retireProduct: RetireProduct,
    private readonly catalogue: CatalogueQueries,
    private readonly currency: Currency,
  ) {
    const routes = productRoutes(currency);
    this.routes = [
      route(routes.list, ({ query }) => this.#publicPage(query)),
      route(routes.read, (request) => this.#read(request)),
      route(routes.add, async ({ ctx, body, files, claim }) => {
        const productId = await this.createProduct.execute(
          {
            title: body.title,
            description: body.description,
            status: body.status,
            publishAt: momentOf(body.publish_at),
            brandId: body.brand_id,
            categoryIds: body.category_ids,
            tags: body.tags,
            options: given(body.options),
            variants: this.#variantsOf(body),
            picture: pictureIn(files),
          },
          claim,
        );
        ctx.status = 201;
        ctx.set('Location', `/api/products/${await this.#present(ctx, productId)}`);
      }),
      route(routes.revise, async ({ ctx, params, body, files, claim }) => {
        const productId = productIdOf(params);
        await this.reviseProduct.execute(
          {
            productId,
            title: body.title,
            description: body.description,
            slug: body.slug,
            status: body.status,
            publishAt: momentOf(body.publish_at),
            brandId: body.brand_id,
            categoryIds: body.category_ids,
            tags: body.tags,
            sku: body.sku ?? undefined,
            price: this.#money(body.price),
            compareAtPrice: body.compare_at_price === null ? null : this.#money(body.compare_at_price),
            isDigital: body.digital,
            stockQuantity: body.stock_quantity,
            picture: pictureIn(files),
            version: body.version,
            ifMatch: ifMatchOf(ctx),
          },
          claim,
        );
        await this.#present(ctx, productId);
      }),
      route(routes.retire, async ({ ctx, params, claim }) => {
        await this.retireProduct.execute({ productId: productIdOf(params), ifMatch: ifMatchOf(ctx) }, claim);
        ctx.status = 204;
      }),
      route(routes.all, async ({ ctx, query }) => {
        ctx.body = presentProducts(...(await this.#page(query)));
      }),
    ];
  }

  async #read({ ctx, params, identify }: RouteRequest<ProductRoutes['read']>): Promise<PublicAnswer | undefined> {
    const { product_id: asked = '' } = params;
    const product = await this.catalogue.detailsOf(asked);
    const isPublic = product?.status === 'published';
    if (!product || (!isPublic && !(await identify())?.roles.includes('admin'))) throw new ProductNotFound();
    if (!looksLikeId(asked) && product.slug !== asked) {
      ctx.status = 301;
      ctx.set('Location', `/api/products/${product.slug}`);
      // Names may change back: who keeps this without asking would go round in circles.
      ctx.set('Cache-Control', isPublic ? 'public, max-age=0, must-revalidate' : 'private, no-store');
      return undefined;
    }
    if (isPublic)
      return { json: productText(product), version: product.version, until: changesOf(product), endsAt: product.pricesHoldUntil };
    ctx.set('Cache-Control', 'private, no-store');
    ctx.set('ETag', versionTag(product.version));
    ctx.body = presentProduct(product);
    return undefined;
  }

  async #publicPage(query: Omit<ListQuery, 'status'>): Promise<PublicAnswer> {
    const [found, page] = await this.#page({ ...query, status: 'published' });
    const until = changesOfPage(found.items, query.in_stock !== undefined);
    return { json: productsText(found, page), until, endsAt: pricesHoldUntil(found.items) };
  }

  async #page(query: ListQuery): Promise<readonly [Page<ProductView>, PageRequest]> {
    const page = pageRequest(query);
    const found = await this.catalogue.search({ ...selectionOf(query, query.status, this.currency), sort: sortsIn(query.sort) }, page);
    return [found, page];
  }

  #variantsOf({ variants, price, compare_at_price, stock_quantity, sku, digital }: NewProductBody): readonly NewVariant[] {
    const one = { price, compare_at_price, stock_quantity, sku, digital, options: undefined };
    return (given(variants) ?? [one]).map((variant) => ({
      sku: variant.sku,
      options: variant.options,
      price: this.#money(variant.price) ?? Money.zero(this.currency),
      compareAtPrice: this.#money(variant.compare_at_price ?? undefined),
      isDigital: variant.digital ?? digital,
      stockQuantity: variant.stock_quantity,
    }));
  }

  #money(amount: string | number | undefined): Money | undefined {
    return amount === undefined ? undefined : Money.parse(amount, this.currency);
  }

  /** @returns its slug */
  async #present(ctx: Context, productId: ProductId): Promise<string> {
    const product = await this.catalogue.detailsOf(productId);
    if (!product) throw new ProductNotFound();
    ctx.set('ETag', versionTag(product.version));
    ctx.body = presentProduct(product);
    return product.slug;
  }
}
