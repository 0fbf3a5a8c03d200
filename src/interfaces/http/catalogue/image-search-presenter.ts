import type { ProductMatch } from '../../../application/catalogue/find-similar-products.js';
import type { Page, PageRequest } from '../../../application/shared/page.js';
import { presentProduct } from './product-presenter.js';

/** As a list of products, each with how much it looks like what was sent. */
export const presentMatches = ({ items, total }: Page<ProductMatch>, { page, limit }: PageRequest) => ({
  items: items.map(({ product, score }) => ({ ...presentProduct(product), score: Math.round(Math.min(score, 1) * 1_000) / 1_000 })),
  total,
  page,
  limit,
  pages: Math.ceil(total / limit),
});
