import { object as fieldsOf } from 'yup';
import { pageFields } from '../shared/paging.js';
import { ref, type JsonSchema, type RouteDoc } from '../shared/route.js';
import { EXAMPLE, listOf, object, PRODUCT_OBJECTS } from './product-openapi.js';

const MAX_BYTES = 10 * 1024 * 1024;
const MAX_LIMIT = 50;
const COUNT: JsonSchema = { type: 'integer', minimum: 0 };

const { Product: PRODUCT = {} } = PRODUCT_OBJECTS;

export const IMAGE_SEARCH_OBJECTS: Readonly<Record<string, JsonSchema>> = {
  SimilarProduct: object({
    ...(PRODUCT['properties'] as Readonly<Record<string, JsonSchema>>),
    score: {
      type: 'number',
      minimum: 0,
      maximum: 1,
      description: 'How much the picture of it that is nearest looks like the one that was sent',
    },
  }),
  SimilarProductPage: object({
    items: listOf(ref('SimilarProduct')),
    total: { ...COUNT, description: 'Nobody looks past the first 200' },
    page: { type: 'integer', minimum: 1 },
    limit: { type: 'integer', minimum: 1, maximum: MAX_LIMIT },
    pages: COUNT,
  }),
};

export const IMAGE_SEARCH_ROUTE = {
  method: 'post',
  path: '/api/products/search/by-image',
  access: 'anyone',
  tag: 'Catalogue',
  summary: 'Search products by picture',
  description:
    'One file in the field `image`, as pictures of products are taken: JPEG, PNG, WebP, GIF or AVIF by its content, at most 10 MB and 40 megapixels. Products with a picture that looks like it come back, the most similar first; a smaller, cut, mirrored or recoloured copy finds its product. The picture is looked at and not kept.',
  query: fieldsOf({
    page: pageFields.page,
    limit: pageFields.limit.max(MAX_LIMIT, `limit must be a whole number from 1 to ${MAX_LIMIT}`),
  }),
  multipart: { fields: fieldsOf({}), files: { image: 'The picture' }, maxBytes: MAX_BYTES, maxFiles: 1 },
  idempotent: { never: 'It changes nothing' },
  responses: {
    200: {
      description: 'A page of products that look like the picture',
      schema: ref('SimilarProductPage'),
      example: { items: [{ ...EXAMPLE, score: 0.973 }], total: 1, page: 1, limit: 20, pages: 1 },
    },
  },
  problems: ['request.invalid', 'image_search.unavailable'],
} as const satisfies RouteDoc;
