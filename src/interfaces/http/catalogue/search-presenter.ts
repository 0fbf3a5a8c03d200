import type { Facets, LabelCount, TextReading } from '../../../application/catalogue/ports/product-search.js';
import type { ProductView } from '../../../application/catalogue/ports/product-view.js';
import type { Currency } from '../../../domain/shared/money.js';
import { presentMoney } from '../shared/money-on-the-wire.js';
import { presentProduct } from './product-presenter.js';

const presentLabel = ({ value, label, count }: LabelCount) => ({ value, label, count });

export const presentFacets = ({ categories, brands, tags, prices, ratings, stock }: Facets, currency: Currency) => ({
  currency,
  category: categories.map(presentLabel),
  brand: brands.map(presentLabel),
  tag: tags.map(presentLabel),
  price: prices.map(({ min, max, count }) => ({ min: presentMoney(min), max: max && presentMoney(max), count })),
  rating: ratings.map(({ atLeast, count }) => ({ value: atLeast, count })),
  in_stock: [
    { value: true, count: stock.inStock },
    { value: false, count: stock.soldOut },
  ],
});

export const presentReading = ({ tried, correctedTo, suggestions }: TextReading) => ({
  tried,
  corrected_to: correctedTo,
  suggestions,
});

/** As little as a line under a search box needs. */
export function presentSuggestion(view: ProductView) {
  const { id, title, slug, image_url, price, currency, in_stock } = presentProduct(view);
  return { id, title, slug, image_url, price, currency, in_stock };
}
