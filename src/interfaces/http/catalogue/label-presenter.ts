import type { LabelView } from '../../../application/catalogue/ports/shelf-queries.js';

/** A brand or a tag. */
export const presentLabel = ({ id, name, slug, productCount }: LabelView) => ({ id, name, slug, product_count: productCount });
