import { ref, type JsonSchema, type RouteDoc } from '../shared/route.js';
import { NEW_BRAND } from './brand-schemas.js';
import { WHOLE_LIST } from './category-schemas.js';

const LABEL: JsonSchema = {
  type: 'object',
  required: ['id', 'name', 'slug', 'product_count'],
  additionalProperties: false,
  properties: {
    id: { type: 'string' },
    name: { type: 'string' },
    slug: { type: 'string' },
    product_count: { type: 'integer', minimum: 0, description: 'Published products' },
  },
};

export const BRAND_OBJECTS: Readonly<Record<string, JsonSchema>> = { Brand: LABEL, Tag: LABEL };

const BRAND = { id: '019b76da-a800-7000-8000-0000000000b1', name: 'Alder & Quay', slug: 'alder-and-quay', product_count: 7 };
const TAG = { id: '019b76da-a800-7000-8000-0000000000a1', name: 'gift', slug: 'gift', product_count: 21 };
const LIST_HEADERS = { 'X-Total-Count': 'How many there are', ETag: 'For If-None-Match' };

export const BRAND_ROUTES = {
  list: {
    method: 'get',
    path: '/api/products/brands',
    access: 'anyone',
    tag: 'Catalogue',
    summary: 'All brands',
    description: 'By name.',
    query: WHOLE_LIST,
    responses: {
      200: { description: 'The brands', schema: { type: 'array', items: ref('Brand') }, example: [BRAND], headers: LIST_HEADERS },
    },
  },
  create: {
    method: 'post',
    path: '/api/products/brands',
    idempotent: true,
    access: 'admin',
    tag: 'Catalogue',
    summary: 'Make a brand',
    description: 'A brand that is called so already, in any case, is answered as it is.',
    body: NEW_BRAND,
    bodyExample: { name: 'Alder & Quay' },
    responses: {
      200: { description: 'It was there already', schema: ref('Brand'), example: BRAND },
      201: { description: 'The brand', schema: ref('Brand'), example: BRAND, headers: { Location: 'Its products' } },
    },
    problems: ['catalogue.invalid_name'],
  },
  tags: {
    method: 'get',
    path: '/api/products/tags',
    access: 'anyone',
    tag: 'Catalogue',
    summary: 'All tags',
    description: 'By name. Tags are made when a product is given them.',
    query: WHOLE_LIST,
    responses: { 200: { description: 'The tags', schema: { type: 'array', items: ref('Tag') }, example: [TAG], headers: LIST_HEADERS } },
  },
} satisfies Record<string, RouteDoc>;
