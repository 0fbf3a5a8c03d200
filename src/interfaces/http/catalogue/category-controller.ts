import type { CreateCategory } from '../../../application/catalogue/create-category.js';
import type { ShelfQueries } from '../../../application/catalogue/ports/shelf-queries.js';
import type { RemoveCategory } from '../../../application/catalogue/remove-category.js';
import type { ReviseCategory } from '../../../application/catalogue/revise-category.js';
import { CategoryNotFound, UnknownCategory } from '../../../domain/catalogue/category-errors.js';
import { id, looksLikeId, type CategoryId } from '../../../domain/shared/ids.js';
import { ifMatchOf, versionTag } from '../shared/entity-tag.js';
import type { HttpController } from '../shared/http-controller.js';
import { route, type RouteRequest } from '../shared/route.js';
import { CATEGORY_OBJECTS, CATEGORY_ROUTES } from './category-openapi.js';
import { presentCategory, presentCategoryDetails } from './category-presenter.js';
import { CHANGES_OF_SHELVES } from './product-changes.js';

const categoryIdOf = ({ category_id = '' }: Readonly<Record<string, string>>): CategoryId => {
  if (!looksLikeId(category_id)) throw new CategoryNotFound();
  return id(category_id.toLowerCase());
};

/** Null and '' are nobody; what cannot be an id is the id of nothing. */
const another = (given: string | null, path: 'parent_id' | 'move_to'): CategoryId | null => {
  if (!given) return null;
  if (!looksLikeId(given)) throw new UnknownCategory(path);
  return id<CategoryId>(given.toLowerCase());
};

/** The tree that products are sorted into. */
export class CategoryController implements HttpController {
  constructor(
    private readonly createCategory: CreateCategory,
    private readonly reviseCategory: ReviseCategory,
    private readonly removeCategory: RemoveCategory,
    private readonly shelves: ShelfQueries,
  ) {}

  readonly schemas = CATEGORY_OBJECTS;

  readonly routes = [
    route(CATEGORY_ROUTES.list, async ({ query }) => {
      const categories = await this.shelves.categories();
      return {
        json: JSON.stringify(categories.slice(0, query.limit ?? categories.length).map(presentCategory)),
        headers: { 'X-Total-Count': String(categories.length) },
        until: CHANGES_OF_SHELVES,
      };
    }),
    route(CATEGORY_ROUTES.one, async ({ params }) => {
      const category = await this.shelves.category(params['category_id'] ?? '');
      if (!category) throw new CategoryNotFound();
      return { json: JSON.stringify(presentCategoryDetails(category)), version: category.version, until: CHANGES_OF_SHELVES };
    }),
    route(CATEGORY_ROUTES.create, async ({ ctx, body: { name, description, parent_id, position }, claim }) => {
      const parentId = another(parent_id ?? null, 'parent_id');
      const categoryId = await this.createCategory.execute({ name, description: description || null, parentId, position }, claim);
      ctx.status = 201;
      ctx.set('Location', `/api/products/category/${categoryId}`);
      await this.#answer(ctx, categoryId);
    }),
    route(CATEGORY_ROUTES.revise, async ({ ctx, params, body: { name, description, parent_id, position, version }, claim }) => {
      const categoryId = categoryIdOf(params);
      await this.reviseCategory.execute(
        {
          categoryId,
          name,
          description: description === undefined ? undefined : description || null,
          parentId: parent_id === undefined ? undefined : another(parent_id, 'parent_id'),
          position,
          version,
          ifMatch: ifMatchOf(ctx),
        },
        claim,
      );
      await this.#answer(ctx, categoryId);
    }),
    route(CATEGORY_ROUTES.remove, async ({ ctx, params, query, claim }) => {
      const moveTo = another(query.move_to ?? null, 'move_to');
      await this.removeCategory.execute({ categoryId: categoryIdOf(params), moveTo, ifMatch: ifMatchOf(ctx) }, claim);
      ctx.status = 204;
    }),
  ];

  async #answer(ctx: RouteRequest['ctx'], categoryId: CategoryId): Promise<void> {
    const category = await this.shelves.category(categoryId);
    if (!category) throw new CategoryNotFound();
    ctx.set('ETag', versionTag(category.version));
    ctx.body = presentCategory(category);
  }
}
