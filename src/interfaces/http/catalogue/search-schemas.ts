import { boolean, number, object } from 'yup';
import type { Currency } from '../../../domain/shared/money.js';
import { absentWhenEmpty, filters, pagedFilters, phrase, says, searchText } from './product-schemas.js';

const MOST_SUGGESTED = 10;
const STANDARD_SUGGESTED = 5;

export const productSearch = (currency: Currency) =>
  object({
    ...pagedFilters(currency),
    ...searchText(),
    facets: boolean()
      .transform(absentWhenEmpty)
      .typeError('facets must be true or false')
      .meta(says('Whether the answer carries `facets`, counted as `/api/products/facets` counts them')),
  });

export const productFacets = (currency: Currency) => object({ ...filters(currency), ...searchText() });

export const SUGGESTION_QUERY = object({
  q: phrase('q').meta(says('What was typed so far; its last word may be begun only')),
  limit: number()
    .typeError(`limit must be a whole number from 1 to ${MOST_SUGGESTED}`)
    .integer(`limit must be a whole number from 1 to ${MOST_SUGGESTED}`)
    .min(1, `limit must be a whole number from 1 to ${MOST_SUGGESTED}`)
    .max(MOST_SUGGESTED, `limit must be a whole number from 1 to ${MOST_SUGGESTED}`)
    .default(STANDARD_SUGGESTED)
    .meta(says('Of each kind')),
});
