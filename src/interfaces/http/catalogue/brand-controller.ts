import type { CreateBrand } from '../../../application/catalogue/create-brand.js';
import type { ShelfQueries } from '../../../application/catalogue/ports/shelf-queries.js';
import type { RemoveLabel } from '../../../application/catalogue/remove-label.js';
import type { ReviseLabel } from '../../../application/catalogue/revise-label.js';
import { LabelNotFound } from '../../../domain/catalogue/label-errors.js';
import { ifMatchOf } from '../shared/entity-tag.js';
import type { HttpController } from '../shared/http-controller.js';
import { route, type RouteRequest } from '../shared/route.js';
import { BRAND_OBJECTS, BRAND_ROUTES } from './brand-openapi.js';
import { answerLabel, labelOf, otherLabelOf, publicLabel, publicLabels } from './label-answers.js';
import { presentBrand } from './label-presenter.js';

/** Who made the things. */
export class BrandController implements HttpController {
  constructor(
    private readonly createBrand: CreateBrand,
    private readonly reviseLabel: ReviseLabel,
    private readonly removeLabel: RemoveLabel,
    private readonly shelves: ShelfQueries,
  ) {}

  readonly schemas = BRAND_OBJECTS;

  readonly routes = [
    route(BRAND_ROUTES.list, async ({ query }) => publicLabels((await this.shelves.brands()).map(presentBrand), query.limit)),
    route(BRAND_ROUTES.create, async ({ ctx, body: { name }, claim }) => {
      const { brandId, isNew } = await this.createBrand.execute({ name }, claim);
      ctx.status = isNew ? 201 : 200;
      if (isNew) ctx.set('Location', `/api/products/brands/${brandId}`);
      await this.#answer(ctx, brandId);
    }),
    route(BRAND_ROUTES.one, async ({ params }) => {
      const brand = await this.shelves.brand(params['brand_id'] ?? '');
      if (!brand) throw new LabelNotFound('brand');
      return publicLabel(presentBrand(brand));
    }),
    route(BRAND_ROUTES.revise, async ({ ctx, params, body: { name, description, version }, claim }) => {
      const label = labelOf('brand', params['brand_id']);
      const words = description === undefined ? undefined : description || null;
      await this.reviseLabel.execute({ label, name, description: words, version, ifMatch: ifMatchOf(ctx) }, claim);
      await this.#answer(ctx, label.id);
    }),
    route(BRAND_ROUTES.remove, async ({ ctx, params, query, claim }) => {
      const moveTo = otherLabelOf('brand', query.move_to);
      await this.removeLabel.execute({ label: labelOf('brand', params['brand_id']), moveTo, ifMatch: ifMatchOf(ctx) }, claim);
      ctx.status = 204;
    }),
  ];

  async #answer(ctx: RouteRequest['ctx'], brandId: string): Promise<void> {
    const brand = await this.shelves.brand(brandId);
    if (!brand) throw new LabelNotFound('brand');
    answerLabel(ctx, presentBrand(brand));
  }
}
