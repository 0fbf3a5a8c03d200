import type { TagRule } from '../../domain/catalogue/tag-rule.js';
import type { TagId } from '../../domain/shared/ids.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { TagRepository } from './ports/tag-repository.js';

export interface CreateTagInput {
  readonly name: string;
  /** Left out or null: people put it on products and take it off. */
  readonly rule?: TagRule | null | undefined;
}

/** Makes a tag, or finds the one that is called so in any case: asking twice makes one. */
export class CreateTag {
  constructor(private readonly unitOfWork: UnitOfWork<{ tags: TagRepository }>) {}

  /** @throws InvalidShelfName @throws LabelNameTaken when one that is called so has not this rule @throws TagRuleTaken */
  execute({ name, rule = null }: CreateTagInput, claim?: RequestClaim): Promise<{ readonly tagId: TagId; readonly isNew: boolean }> {
    return this.unitOfWork.run(({ tags }) => (rule === null ? tags.one(name) : tags.ruled(name, rule)), claim);
  }
}
