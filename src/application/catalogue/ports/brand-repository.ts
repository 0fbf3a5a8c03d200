import type { BrandId } from '../../../domain/shared/ids.js';
import type { LabelRepository } from './label-repository.js';

/** Who makes the things; names are unique in any case. */
export interface BrandRepository extends LabelRepository<BrandId> {
  /** Whether there is such a brand; it cannot go before the unit of work ends. */
  isKnown(brandId: BrandId): Promise<boolean>;

  /** The brand of this name, made if it is not there yet, also when others make it at the same moment. @throws InvalidShelfName */
  named(name: string): Promise<{ readonly brandId: BrandId; readonly isNew: boolean }>;
}
