import { ref, type JsonSchema, type RouteDoc } from '../shared/route.js';
import { CATEGORY_CHANGE, CATEGORY_REMOVAL, NEW_CATEGORY, WHOLE_LIST } from './category-schemas.js';

const TEXT: JsonSchema = { type: 'string' };

export const CATEGORY_OBJECTS: Readonly<Record<string, JsonSchema>> = {
  Category: {
    type: 'object',
    required: ['id', 'name', 'slug', 'description', 'parent_id', 'product_count', 'version'],
    additionalProperties: false,
    properties: {
      id: TEXT,
      name: TEXT,
      slug: { type: 'string', description: 'Made from the first name; another name keeps it, so that links stay alive' },
      description: { type: ['string', 'null'] },
      parent_id: { type: ['string', 'null'], description: 'The category above; null at the top' },
      product_count: { type: 'integer', minimum: 0, description: 'Published products in this very category, not in those under it' },
      version: { type: 'integer', minimum: 1 },
    },
  },
};

const EXAMPLE = {
  id: '019b76da-a800-7000-8000-0000000000c2',
  name: 'Lamps',
  slug: 'lamps',
  description: 'Light where you need it',
  parent_id: '019b76da-a800-7000-8000-0000000000c1',
  product_count: 12,
  version: 1,
};
const ONE = '/api/products/category/{category_id}';
const ETAG = { ETag: 'For If-Match' };
const PLACES = ['catalogue.invalid_name', 'category.unknown', 'category.name_taken', 'category.too_deep'] as const;

export const CATEGORY_ROUTES = {
  list: {
    method: 'get',
    path: '/api/products/category',
    access: 'anyone',
    isKept: true,
    tag: 'Catalogue',
    summary: 'All categories',
    description: 'The tree as a flat list, in the order in which the categories were made: `parent_id` says what is under what.',
    query: WHOLE_LIST,
    responses: {
      200: {
        description: 'The categories',
        schema: { type: 'array', items: ref('Category') },
        example: [EXAMPLE],
        headers: { 'X-Total-Count': 'How many there are', ETag: 'For If-None-Match' },
      },
    },
  },
  create: {
    method: 'post',
    path: '/api/products/category',
    idempotent: true,
    access: 'admin',
    tag: 'Catalogue',
    summary: 'Make a category',
    description: 'Two categories in the same place differ in their names, in any case.',
    body: NEW_CATEGORY,
    bodyExample: { name: 'Lamps', description: 'Light where you need it', parent_id: '019b76da-a800-7000-8000-0000000000c1' },
    responses: {
      201: { description: 'The category', schema: ref('Category'), example: EXAMPLE, headers: { Location: 'Where it is', ...ETAG } },
    },
    problems: PLACES,
  },
  revise: {
    method: 'patch',
    path: ONE,
    idempotent: true,
    access: 'admin',
    tag: 'Catalogue',
    summary: 'Rename or move a category',
    description: 'Changes only what is sent; what is under the category comes along. `version` or `If-Match` guards against a lost update.',
    body: CATEGORY_CHANGE,
    bodyExample: { name: 'Lights', parent_id: null, version: 1 },
    responses: { 200: { description: 'The category as it is now', schema: ref('Category'), example: EXAMPLE, headers: ETAG } },
    problems: ['category.not_found', 'category.stale_version', 'category.cycle', ...PLACES],
  },
  remove: {
    method: 'delete',
    path: ONE,
    idempotent: true,
    access: 'admin',
    tag: 'Catalogue',
    summary: 'Delete a category',
    description:
      'One that holds products or categories is refused with `products` and `children`, unless `move_to` says who takes them over. Products are never deleted.',
    query: CATEGORY_REMOVAL,
    responses: { 204: { description: 'It is gone' } },
    problems: [
      'category.not_found',
      'category.stale_version',
      'category.in_use',
      'category.unknown',
      'category.cycle',
      'category.name_taken',
      'category.too_deep',
    ],
  },
} satisfies Record<string, RouteDoc>;
