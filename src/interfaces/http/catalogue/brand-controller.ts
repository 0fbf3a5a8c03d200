import type { CreateBrand } from '../../../application/catalogue/create-brand.js';
import type { LabelView, ShelfQueries } from '../../../application/catalogue/ports/shelf-queries.js';
import { answerPublic } from '../shared/entity-tag.js';
import type { HttpController } from '../shared/http-controller.js';
import { route, type RouteRequest } from '../shared/route.js';
import { BRAND_OBJECTS, BRAND_ROUTES } from './brand-openapi.js';
import { presentLabel } from './label-presenter.js';

/** What products are labelled with: who made them, and words to find them by. */
export class BrandController implements HttpController {
  constructor(
    private readonly createBrand: CreateBrand,
    private readonly shelves: ShelfQueries,
  ) {}

  readonly schemas = BRAND_OBJECTS;

  readonly routes = [
    route(BRAND_ROUTES.list, async ({ ctx, query }) => answerLabels(ctx, await this.shelves.brands(), query.limit)),
    route(BRAND_ROUTES.create, async ({ ctx, body: { name }, claim }) => {
      const { brandId, isNew } = await this.createBrand.execute({ name }, claim);
      const brand = await this.shelves.brand(brandId);
      if (!brand) throw new Error('A brand is gone that nobody can delete');
      ctx.status = isNew ? 201 : 200;
      if (isNew) ctx.set('Location', `/api/products?brand=${brand.slug}`);
      ctx.body = presentLabel(brand);
    }),
    route(BRAND_ROUTES.tags, async ({ ctx, query }) => answerLabels(ctx, await this.shelves.tags(), query.limit)),
  ];
}

function answerLabels(ctx: RouteRequest['ctx'], labels: readonly LabelView[], limit = labels.length): void {
  ctx.set('X-Total-Count', String(labels.length));
  answerPublic(ctx, labels.slice(0, limit).map(presentLabel));
}
