import { ref, type JsonSchema, type RouteDoc } from '../shared/route.js';
import { CATEGORY_CHANGE, CATEGORY_REMOVAL, NEW_CATEGORY, WHOLE_LIST } from './category-schemas.js';

const TEXT: JsonSchema = { type: 'string' };

const CATEGORY: Readonly<Record<string, JsonSchema>> = {
  id: TEXT,
  name: TEXT,
  slug: { type: 'string', description: 'Made from the first name; another name keeps it, so that links stay alive' },
  description: { type: ['string', 'null'] },
  parent_id: { type: ['string', 'null'], description: 'The category above; null at the top' },
  position: { type: 'integer', minimum: 0, description: 'The place among those beside it, counted from 0' },
  product_count: { type: 'integer', minimum: 0, description: 'Published products in this very category, not in those under it' },
  total_product_count: { type: 'integer', minimum: 0, description: 'Published products in it or anywhere under it, each once' },
  version: { type: 'integer', minimum: 1 },
};
const asObject = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
});

export const CATEGORY_OBJECTS: Readonly<Record<string, JsonSchema>> = {
  Category: asObject(CATEGORY),
  CategoryDetails: asObject({
    ...CATEGORY,
    path: {
      type: 'array',
      items: asObject({ id: TEXT, name: TEXT, slug: TEXT }),
      description: 'What leads to it, from the top down to the category itself',
    },
  }),
};

const EXAMPLE = {
  id: '019b76da-a800-7000-8000-0000000000c2',
  name: 'Lamps',
  slug: 'lamps',
  description: 'Light where you need it',
  parent_id: '019b76da-a800-7000-8000-0000000000c1',
  position: 0,
  product_count: 12,
  total_product_count: 31,
  version: 1,
};
const DETAILS = {
  ...EXAMPLE,
  path: [
    { id: EXAMPLE.parent_id, name: 'Home', slug: 'home' },
    { id: EXAMPLE.id, name: EXAMPLE.name, slug: EXAMPLE.slug },
  ],
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
    description: 'The tree as a flat list: each is followed by what is under it, those beside one another come by `position`.',
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
  one: {
    method: 'get',
    path: ONE,
    access: 'anyone',
    isKept: true,
    tag: 'Catalogue',
    summary: 'A category',
    description: 'By id or slug, with what leads to it.',
    responses: {
      200: {
        description: 'The category',
        schema: ref('CategoryDetails'),
        example: DETAILS,
        headers: { ETag: 'For If-Match and If-None-Match' },
      },
    },
    problems: ['category.not_found'],
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
    summary: 'Rename, move or put a category in its place',
    description:
      'Changes only what is sent; what is under the category comes along, and those beside it make room. `version` or `If-Match` guards against a lost update.',
    body: CATEGORY_CHANGE,
    bodyExample: { name: 'Lights', parent_id: null, position: 0, version: 1 },
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
