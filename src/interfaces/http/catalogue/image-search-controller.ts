import type { FindSimilarProducts } from '../../../application/catalogue/find-similar-products.js';
import type { HttpController } from '../shared/http-controller.js';
import { pageRequest } from '../shared/paging.js';
import { InvalidRequest } from '../shared/request-errors.js';
import { route } from '../shared/route.js';
import { IMAGE_SEARCH_OBJECTS, IMAGE_SEARCH_ROUTE } from './image-search-openapi.js';
import { presentMatches } from './image-search-presenter.js';

/** How people find a thing that they have a picture of. */
export class ImageSearchController implements HttpController {
  readonly schemas = IMAGE_SEARCH_OBJECTS;

  constructor(private readonly findSimilarProducts: FindSimilarProducts) {}

  readonly routes = [
    route(IMAGE_SEARCH_ROUTE, async ({ ctx, files, query }) => {
      const [picture] = files['image'] ?? [];
      if (!picture)
        throw new InvalidRequest([{ path: 'image', code: 'required', message: 'image is required: send a form with a picture' }]);
      const page = pageRequest(query);
      ctx.body = presentMatches(await this.findSimilarProducts.execute({ picture: { path: picture.path }, page }), page);
    }),
  ];
}
