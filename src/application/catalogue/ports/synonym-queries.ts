import type { SynonymGroupId } from '../../../domain/shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';

/** Times are RFC 3339 in UTC. */
export interface SynonymGroupView {
  readonly id: SynonymGroupId;
  readonly words: readonly string[];
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The synonyms as the back office sees them. */
export interface SynonymQueries {
  /** The newest first. */
  list(page: PageRequest): Promise<Page<SynonymGroupView>>;
  one(groupId: SynonymGroupId): Promise<SynonymGroupView | undefined>;
}
