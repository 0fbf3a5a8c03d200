import type { SynonymGroupId } from '../shared/ids.js';

/** How many words may mean the same, and how many characters one of them has at most. */
export const MOST_SYNONYMS = 20;
export const LONGEST_SYNONYM = 60;

export interface SynonymGroupState {
  readonly id: SynonymGroupId;
  readonly words: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
