import type { TagId } from '../../domain/shared/ids.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { TagRepository } from './ports/tag-repository.js';

/** Makes a tag, or finds the one that is called so in any case: asking twice makes one. */
export class CreateTag {
  constructor(private readonly unitOfWork: UnitOfWork<{ tags: TagRepository }>) {}

  /** @throws InvalidShelfName */
  execute({ name }: { readonly name: string }, claim?: RequestClaim): Promise<{ readonly tagId: TagId; readonly isNew: boolean }> {
    return this.unitOfWork.run(({ tags }) => tags.one(name), claim);
  }
}
