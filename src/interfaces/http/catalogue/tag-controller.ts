import type { CreateTag } from '../../../application/catalogue/create-tag.js';
import type { ShelfQueries } from '../../../application/catalogue/ports/shelf-queries.js';
import type { RemoveLabel } from '../../../application/catalogue/remove-label.js';
import type { ReviseLabel } from '../../../application/catalogue/revise-label.js';
import { LabelNotFound } from '../../../domain/catalogue/label-errors.js';
import { ifMatchOf } from '../shared/entity-tag.js';
import type { HttpController } from '../shared/http-controller.js';
import { route, type RouteRequest } from '../shared/route.js';
import { TAG_ROUTES } from './brand-openapi.js';
import { answerLabel, labelOf, otherLabelOf, publicLabel, publicLabels } from './label-answers.js';
import { presentTag } from './label-presenter.js';

/** Words to find products by. */
export class TagController implements HttpController {
  constructor(
    private readonly createTag: CreateTag,
    private readonly reviseLabel: ReviseLabel,
    private readonly removeLabel: RemoveLabel,
    private readonly shelves: ShelfQueries,
  ) {}

  readonly routes = [
    route(TAG_ROUTES.list, async ({ query }) => publicLabels((await this.shelves.tags()).map(presentTag), query.limit)),
    route(TAG_ROUTES.create, async ({ ctx, body: { name, rule }, claim }) => {
      const { tagId, isNew } = await this.createTag.execute({ name, rule }, claim);
      ctx.status = isNew ? 201 : 200;
      if (isNew) ctx.set('Location', `/api/products/tags/${tagId}`);
      await this.#answer(ctx, tagId);
    }),
    route(TAG_ROUTES.one, async ({ params }) => {
      const tag = await this.shelves.tag(params['tag_id'] ?? '');
      if (!tag) throw new LabelNotFound('tag');
      return publicLabel(presentTag(tag));
    }),
    route(TAG_ROUTES.revise, async ({ ctx, params, body: { name, version }, claim }) => {
      const label = labelOf('tag', params['tag_id']);
      await this.reviseLabel.execute({ label, name, version, ifMatch: ifMatchOf(ctx) }, claim);
      await this.#answer(ctx, label.id);
    }),
    route(TAG_ROUTES.remove, async ({ ctx, params, query, claim }) => {
      const moveTo = otherLabelOf('tag', query.move_to);
      await this.removeLabel.execute({ label: labelOf('tag', params['tag_id']), moveTo, ifMatch: ifMatchOf(ctx) }, claim);
      ctx.status = 204;
    }),
  ];

  async #answer(ctx: RouteRequest['ctx'], tagId: string): Promise<void> {
    const tag = await this.shelves.tag(tagId);
    if (!tag) throw new LabelNotFound('tag');
    answerLabel(ctx, presentTag(tag));
  }
}
