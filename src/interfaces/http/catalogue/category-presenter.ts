import type { CategoryView } from '../../../application/catalogue/ports/shelf-queries.js';

export const presentCategory = ({ id, name, slug, description, parentId, productCount, version }: CategoryView) => ({
  id,
  name,
  slug,
  description,
  parent_id: parentId,
  product_count: productCount,
  version,
});
