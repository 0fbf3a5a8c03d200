import type { CreateSynonyms } from '../../../application/catalogue/create-synonyms.js';
import type { SynonymGroupView, SynonymQueries } from '../../../application/catalogue/ports/synonym-queries.js';
import type { RemoveSynonyms } from '../../../application/catalogue/remove-synonyms.js';
import type { ReviseSynonyms } from '../../../application/catalogue/revise-synonyms.js';
import { SynonymsNotFound } from '../../../domain/catalogue/synonym-errors.js';
import { id, looksLikeId, type SynonymGroupId } from '../../../domain/shared/ids.js';
import { ifMatchOf, versionTag } from '../shared/entity-tag.js';
import type { HttpController } from '../shared/http-controller.js';
import { announcePage } from '../shared/paging.js';
import { route, type RouteRequest } from '../shared/route.js';
import { SYNONYM_OBJECTS, SYNONYM_ROUTES } from './synonym-openapi.js';

const present = ({ id: groupId, words, version, createdAt, updatedAt }: SynonymGroupView) => ({
  id: groupId,
  words,
  version,
  created_at: createdAt,
  updated_at: updatedAt,
});

const groupIdOf = ({ group_id = '' }: Readonly<Record<string, string>>): SynonymGroupId => {
  if (!looksLikeId(group_id)) throw new SynonymsNotFound();
  return id(group_id.toLowerCase());
};

/** What a search takes for the same. */
export class SynonymController implements HttpController {
  constructor(
    private readonly create: CreateSynonyms,
    private readonly revise: ReviseSynonyms,
    private readonly remove: RemoveSynonyms,
    private readonly queries: SynonymQueries,
  ) {}

  readonly schemas = SYNONYM_OBJECTS;

  readonly routes = [
    route(SYNONYM_ROUTES.list, async ({ ctx, query }) => {
      const found = await this.queries.list(query);
      announcePage(ctx, query, found);
      ctx.body = found.items.map(present);
    }),
    route(SYNONYM_ROUTES.create, async ({ ctx, body: { words }, claim }) => {
      const groupId = await this.create.execute({ words }, claim);
      ctx.status = 201;
      ctx.set('Location', `/api/admin/search/synonyms/${groupId}`);
      await this.#answer(ctx, groupId);
    }),
    route(SYNONYM_ROUTES.one, ({ ctx, params }) => this.#answer(ctx, groupIdOf(params))),
    route(SYNONYM_ROUTES.revise, async ({ ctx, params, body: { words, version }, claim }) => {
      const groupId = groupIdOf(params);
      await this.revise.execute({ groupId, words, version, ifMatch: ifMatchOf(ctx) }, claim);
      await this.#answer(ctx, groupId);
    }),
    route(SYNONYM_ROUTES.remove, async ({ ctx, params, claim }) => {
      await this.remove.execute({ groupId: groupIdOf(params), ifMatch: ifMatchOf(ctx) }, claim);
      ctx.status = 204;
    }),
  ];

  async #answer(ctx: RouteRequest['ctx'], groupId: SynonymGroupId): Promise<void> {
    const group = await this.queries.one(groupId);
    if (!group) throw new SynonymsNotFound();
    ctx.set('ETag', versionTag(group.version));
    ctx.body = present(group);
  }
}
