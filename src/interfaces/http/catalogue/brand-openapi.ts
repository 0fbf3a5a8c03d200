import { ref, type JsonSchema, type RouteDoc } from '../shared/route.js';
import { BRAND_CHANGE, LABEL_REMOVAL, NEW_BRAND, NEW_TAG, TAG_CHANGE } from './brand-schemas.js';
import { WHOLE_LIST } from './category-schemas.js';

const TEXT: JsonSchema = { type: 'string' };
const LABEL: Readonly<Record<string, JsonSchema>> = {
  id: TEXT,
  name: TEXT,
  slug: { type: 'string', description: 'Made from the first name; another name keeps it, so that links stay alive' },
  product_count: { type: 'integer', minimum: 0, description: 'Published products' },
  version: { type: 'integer', minimum: 1 },
};
const asObject = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
});

export const BRAND_OBJECTS: Readonly<Record<string, JsonSchema>> = {
  Brand: asObject({ ...LABEL, description: { type: ['string', 'null'] } }),
  Tag: asObject({
    ...LABEL,
    rule: {
      type: ['string', 'null'],
      enum: ['reduced', 'new', null],
      description:
        'What puts the tag on products and takes it off them: `reduced` while one of the variants costs less than it did, `new` for a time (`NEW_FOR_DAYS`) after the first publishing. Null: people do',
    },
  }),
};

const BRAND = {
  id: '019b76da-a800-7000-8000-0000000000b1',
  name: 'Alder & Quay',
  slug: 'alder-and-quay',
  description: 'Tables and chairs from one forest',
  product_count: 7,
  version: 1,
};
const TAG = { id: '019b76da-a800-7000-8000-0000000000a1', name: 'gift', slug: 'gift', product_count: 21, version: 1, rule: null };
const LIST_HEADERS = { 'X-Total-Count': 'How many there are', ETag: 'For If-None-Match' };
const ETAG = { ETag: 'For If-Match' };

const listOf = (path: string, object: 'Brand' | 'Tag', example: object, description: string): RouteDoc & { query: typeof WHOLE_LIST } => ({
  method: 'get',
  path,
  access: 'anyone',
  tag: 'Catalogue',
  isKept: true,
  summary: `All ${object.toLowerCase()}s`,
  description,
  query: WHOLE_LIST,
  responses: {
    200: {
      description: `The ${object.toLowerCase()}s`,
      schema: { type: 'array', items: ref(object) },
      example: [example],
      headers: LIST_HEADERS,
    },
  },
});

const makingOf = <Body extends typeof NEW_BRAND | typeof NEW_TAG>(
  path: string,
  object: 'Brand' | 'Tag',
  body: Body,
  example: { name: string },
): RouteDoc & { body: Body } => ({
  method: 'post',
  path,
  idempotent: true,
  access: 'admin',
  tag: 'Catalogue',
  summary: `Make a ${object.toLowerCase()}`,
  description: `A ${object.toLowerCase()} that is called so already, in any case, is answered as it is.`,
  body,
  bodyExample: { name: example.name },
  responses: {
    200: { description: 'It was there already', schema: ref(object), example, headers: ETAG },
    201: {
      description: `The ${object.toLowerCase()}`,
      schema: ref(object),
      example,
      headers: { Location: 'Where it is', ...ETAG },
    },
  },
  problems: ['catalogue.invalid_name'],
});

const oneOf = (path: string, object: 'Brand' | 'Tag', example: object): RouteDoc => ({
  method: 'get',
  path,
  access: 'anyone',
  tag: 'Catalogue',
  isKept: true,
  summary: `A ${object.toLowerCase()}`,
  description: 'By id or slug.',
  responses: {
    200: { description: `The ${object.toLowerCase()}`, schema: ref(object), example, headers: { ETag: 'For If-Match and If-None-Match' } },
  },
  problems: [`${object.toLowerCase()}.not_found`],
});

const REMOVAL = {
  method: 'delete',
  idempotent: true,
  access: 'admin',
  tag: 'Catalogue',
  query: LABEL_REMOVAL,
  responses: { 204: { description: 'It is gone' } },
} as const;
const CHANGE = { method: 'patch', idempotent: true, access: 'admin', tag: 'Catalogue' } as const;
const GUARD =
  'Changes only what is sent; the products that carry it show it at once. `version` or `If-Match` guards against a lost update.';

export const BRAND_ROUTES = {
  list: listOf('/api/products/brands', 'Brand', BRAND, 'By name.'),
  create: makingOf('/api/products/brands', 'Brand', NEW_BRAND, BRAND),
  one: oneOf('/api/products/brands/{brand_id}', 'Brand', BRAND),
  revise: {
    ...CHANGE,
    path: '/api/products/brands/{brand_id}',
    summary: 'Rename or describe a brand',
    description: GUARD,
    body: BRAND_CHANGE,
    bodyExample: { name: 'Alder and Quay', description: 'Tables and chairs from one forest', version: 1 },
    responses: { 200: { description: 'The brand as it is now', schema: ref('Brand'), example: BRAND, headers: ETAG } },
    problems: ['brand.not_found', 'brand.stale_version', 'brand.name_taken', 'catalogue.invalid_name'],
  },
  remove: {
    ...REMOVAL,
    path: '/api/products/brands/{brand_id}',
    summary: 'Delete a brand',
    description:
      'One that products carry, published or not, is refused with `products`, unless `move_to` says which brand takes them over. Products are never deleted.',
    problems: ['brand.not_found', 'brand.stale_version', 'brand.in_use', 'brand.unknown'],
  },
} satisfies Record<string, RouteDoc>;

export const TAG_ROUTES = {
  list: listOf('/api/products/tags', 'Tag', TAG, 'By name. Tags are also made when a product is given them.'),
  create: {
    ...makingOf('/api/products/tags', 'Tag', NEW_TAG, TAG),
    description:
      'A tag that is called so already, in any case, is answered as it is. One with a `rule` comes and goes by itself: it cannot be put on a product or taken off it, and its name is ignored among the `tags` of a product that is sent. Each rule has one tag.',
    problems: ['catalogue.invalid_name', 'tag.name_taken', 'tag.rule_taken'],
  },
  one: oneOf('/api/products/tags/{tag_id}', 'Tag', TAG),
  revise: {
    ...CHANGE,
    path: '/api/products/tags/{tag_id}',
    summary: 'Rename a tag',
    description: GUARD,
    body: TAG_CHANGE,
    bodyExample: { name: 'present', version: 1 },
    responses: { 200: { description: 'The tag as it is now', schema: ref('Tag'), example: TAG, headers: ETAG } },
    problems: ['tag.not_found', 'tag.stale_version', 'tag.name_taken', 'catalogue.invalid_name'],
  },
  remove: {
    ...REMOVAL,
    path: '/api/products/tags/{tag_id}',
    summary: 'Delete a tag',
    description:
      'It is taken off the products that carry it; with `move_to` they carry that tag instead, which must be one without a rule.',
    problems: ['tag.not_found', 'tag.stale_version', 'tag.unknown', 'tag.has_rule'],
  },
} satisfies Record<string, RouteDoc>;
