import type { BrandView, LabelView } from '../../../application/catalogue/ports/shelf-queries.js';

export const presentTag = ({ id, name, slug, productCount, version }: LabelView) => ({
  id,
  name,
  slug,
  product_count: productCount,
  version,
});

export const presentBrand = (brand: BrandView) => ({ ...presentTag(brand), description: brand.description });
