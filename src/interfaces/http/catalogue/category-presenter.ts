import type { CategoryDetails, CategoryView } from '../../../application/catalogue/ports/shelf-queries.js';

export const presentCategory = ({
  id,
  name,
  slug,
  description,
  parentId,
  position,
  productCount,
  totalProductCount,
  version,
}: CategoryView) => ({
  id,
  name,
  slug,
  description,
  parent_id: parentId,
  position,
  product_count: productCount,
  total_product_count: totalProductCount,
  version,
});

export const presentCategoryDetails = (category: CategoryDetails) => ({ ...presentCategory(category), path: category.path });
