import type { TagRule } from '../../../domain/catalogue/tag-rule.js';
import type { TagId } from '../../../domain/shared/ids.js';
import type { LabelRepository } from './label-repository.js';

/** Words that products are found by; unique in any case. */
export interface TagRepository extends LabelRepository<TagId> {
  /**
   * The tags of these names, in their order and each once; what is not there yet is made, also when others make it at the same moment.
   * Tags with a rule are left out: nobody puts them on a product.
   * @throws InvalidShelfName
   */
  named(names: readonly string[]): Promise<readonly TagId[]>;

  /** The tag of this name, made if it is not there yet. @throws InvalidShelfName */
  one(name: string): Promise<{ readonly tagId: TagId; readonly isNew: boolean }>;

  /**
   * The tag of this name and rule, made if it is not there yet. Whoever saves a product after this has seen it.
   * @throws InvalidShelfName
   * @throws LabelNameTaken when the tag of this name has not this rule
   * @throws TagRuleTaken when another tag has the rule
   */
  ruled(name: string, rule: TagRule): Promise<{ readonly tagId: TagId; readonly isNew: boolean }>;
}
