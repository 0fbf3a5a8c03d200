import type { BrandView, LabelView, TagView } from '../../../application/catalogue/ports/shelf-queries.js';

const presentLabel = ({ id, name, slug, productCount, version }: LabelView) => ({ id, name, slug, product_count: productCount, version });

export const presentTag = (tag: TagView) => ({ ...presentLabel(tag), rule: tag.rule });

export const presentBrand = (brand: BrandView) => ({ ...presentLabel(brand), description: brand.description });
