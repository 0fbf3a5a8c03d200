import type { Currency } from '../../../domain/shared/money.js';
import { ref, type JsonSchema, type RouteDoc } from '../shared/route.js';
import { EXAMPLE, listOf, NOT_MODIFIED, object, PUBLIC_PAGE, SHELF } from './product-openapi.js';
import { productFacets, productSearch, SUGGESTION_QUERY } from './search-schemas.js';

const TEXT: JsonSchema = { type: 'string' };
const AMOUNT: JsonSchema = { type: 'number', minimum: 0 };
const COUNT: JsonSchema = { type: 'integer', minimum: 0 };
const YES_OR_NO: JsonSchema = { type: 'boolean' };
const LABELS = listOf(object({ value: { ...TEXT, description: 'The slug' }, label: TEXT, count: COUNT }));

export const SEARCH_OBJECTS: Readonly<Record<string, JsonSchema>> = {
  Facets: object({
    currency: TEXT,
    category: LABELS,
    brand: LABELS,
    tag: LABELS,
    price: listOf(object({ min: AMOUNT, max: { type: ['number', 'null'], minimum: 0, description: 'Inclusive' }, count: COUNT })),
    rating: listOf(object({ value: { type: 'integer', minimum: 1, maximum: 5, description: 'At least' }, count: COUNT })),
    in_stock: listOf(object({ value: YES_OR_NO, count: COUNT })),
  }),
  ProductSuggestions: object({
    products: listOf(object({ id: TEXT, title: TEXT, slug: TEXT, image_url: TEXT, price: AMOUNT, currency: TEXT, in_stock: YES_OR_NO })),
    categories: listOf(object(SHELF)),
    brands: listOf(object(SHELF)),
    corrected_to: { type: ['string', 'null'], description: 'What was meant, if nothing begins with what was typed' },
  }),
};

const FACETS = {
  currency: 'USD',
  category: [{ value: 'mugs', label: 'Mugs', count: 12 }],
  brand: [{ value: 'alder', label: 'Alder', count: 7 }],
  tag: [{ value: 'stoneware', label: 'stoneware', count: 9 }],
  price: [
    { min: 0, max: 9.99, count: 3 },
    { min: 10, max: 24.99, count: 9 },
    { min: 25, max: null, count: 0 },
  ],
  rating: [{ value: 4, count: 5 }],
  in_stock: [
    { value: true, count: 11 },
    { value: false, count: 1 },
  ],
};
const { id, title, slug, image_url, price, currency, in_stock, categories, brand } = EXAMPLE;
const HEADERS = { ETag: 'Strong', 'Cache-Control': 'Keep it, and ask whether it is still so' };

/** How products are looked for. */
export const searchRoutes = (shopCurrency: Currency) =>
  ({
    search: {
      method: 'get',
      path: '/api/products/search',
      access: 'anyone',
      isKept: true,
      tag: 'Catalogue',
      summary: 'Search products',
      description:
        'The filters of the list, and words: all of them have to be there, in any form, with or without accents, begun or whole; `"in a row"`, `-without`. The best match comes first unless `sort` says otherwise. Words that find nothing are taken as typos (`corrected_to`).',
      query: productSearch(shopCurrency),
      responses: { 200: PUBLIC_PAGE, 304: NOT_MODIFIED },
      problems: ['request.invalid'],
    },
    facets: {
      method: 'get',
      path: '/api/products/facets',
      access: 'anyone',
      isKept: true,
      tag: 'Catalogue',
      summary: 'Count products by kind',
      description:
        'How many products there would be with each value of a kind, if of that kind nothing had been asked for yet. Of categories (with what is below them), brands and tags the hundred with the most products; bands of prices and ratings come whole.',
      query: productFacets(shopCurrency),
      responses: { 200: { description: 'The counts', schema: ref('Facets'), example: FACETS, headers: HEADERS }, 304: NOT_MODIFIED },
      problems: ['request.invalid'],
    },
    suggest: {
      method: 'get',
      path: '/api/products/suggest',
      access: 'anyone',
      isKept: true,
      tag: 'Catalogue',
      summary: 'Complete what is being typed',
      description: 'Products of which title or brand, categories and brands of which the name has words that begin so.',
      query: SUGGESTION_QUERY,
      responses: {
        200: {
          description: 'What may become of it',
          schema: ref('ProductSuggestions'),
          example: {
            products: [{ id, title, slug, image_url, price, currency, in_stock }],
            categories,
            brands: [brand],
            corrected_to: null,
          },
          headers: HEADERS,
        },
        304: NOT_MODIFIED,
      },
      problems: ['request.invalid'],
    },
  }) as const satisfies Record<string, RouteDoc>;
