import type { SynonymGroup } from '../../../domain/catalogue/synonym-group.js';
import type { SynonymGroupId } from '../../../domain/shared/ids.js';

/** Words that mean the same; a search knows of a change when the unit of work has ended. */
export interface SynonymRepository {
  find(groupId: SynonymGroupId): Promise<SynonymGroup | undefined>;

  /** @throws ConcurrencyConflict when the stored version is not the loaded one */
  save(group: SynonymGroup): Promise<void>;

  /** @throws ConcurrencyConflict when the stored version is not the loaded one */
  remove(group: SynonymGroup): Promise<void>;
}
