import type { BrandId } from '../../domain/shared/ids.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { BrandRepository } from './ports/brand-repository.js';

/** Makes a brand, or finds the one that is called so in any case: asking twice makes one. */
export class CreateBrand {
  constructor(private readonly unitOfWork: UnitOfWork<{ brands: BrandRepository }>) {}

  /** @throws InvalidShelfName */
  execute({ name }: { readonly name: string }, claim?: RequestClaim): Promise<{ readonly brandId: BrandId; readonly isNew: boolean }> {
    return this.unitOfWork.run(({ brands }) => brands.named(name), claim);
  }
}
