import type { TagId } from '../../../domain/shared/ids.js';

/** Words that products are found by; unique in any case. */
export interface TagRepository {
  /**
   * The tags of these names, in their order and each once; what is not there yet is made, also when others make it at the same moment.
   * @throws InvalidShelfName
   */
  named(names: readonly string[]): Promise<readonly TagId[]>;
}
