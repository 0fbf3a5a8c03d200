import type { LabelKind } from '../../domain/catalogue/label.js';
import type { BrandId, TagId } from '../../domain/shared/ids.js';
import type { BrandRepository } from './ports/brand-repository.js';
import type { LabelRepository } from './ports/label-repository.js';
import type { TagRepository } from './ports/tag-repository.js';

export interface LabelScope {
  readonly brands: BrandRepository;
  readonly tags: TagRepository;
}

/** Which brand or tag is meant. */
export interface LabelName {
  readonly kind: LabelKind;
  readonly id: BrandId | TagId;
}

/** An id comes with its kind, so the repository of that kind is the one that knows it. */
export const labelsOf = ({ brands, tags }: LabelScope, kind: LabelKind): LabelRepository<BrandId | TagId> =>
  (kind === 'brand' ? brands : tags) as LabelRepository<BrandId | TagId>;
