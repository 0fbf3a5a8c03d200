import { AggregateRoot } from '../shared/aggregate-root.js';
import type { DomainEvent } from '../shared/domain-event.js';
import type { SynonymGroupId } from '../shared/ids.js';
import { InvalidSynonyms } from './synonym-errors.js';
import { LONGEST_SYNONYM, MOST_SYNONYMS, type SynonymGroupState } from './synonym-state.js';

const tidy = (word: string): string => word.normalize('NFC').replace(/[\p{Cc}\s]+/gu, ' ').trim().toLowerCase(); // prettier-ignore

/** @throws InvalidSynonyms */
function tidied(given: readonly string[]): readonly string[] {
  const words = [...new Set(given.map(tidy))];
  const areWords = words.every((word) => /[\p{L}\p{N}]/u.test(word) && [...word].length <= LONGEST_SYNONYM);
  if (words.length < 2 || words.length > MOST_SYNONYMS || !areWords) throw new InvalidSynonyms(MOST_SYNONYMS, LONGEST_SYNONYM);
  return words;
}

/** Words, or several words in a row, that mean the same to whoever looks for one of them. */
export class SynonymGroup extends AggregateRoot<DomainEvent> {
  #state: SynonymGroupState;

  private constructor(state: SynonymGroupState, version: number) {
    super(version);
    this.#state = state;
  }

  /** @throws InvalidSynonyms */
  static of(id: SynonymGroupId, words: readonly string[], at: Date): SynonymGroup {
    return new SynonymGroup({ id, words: tidied(words), createdAt: at, updatedAt: at }, 0);
  }

  /** From storage: no rules are checked again. */
  static reconstitute(state: SynonymGroupState, version: number): SynonymGroup {
    return new SynonymGroup(state, version);
  }

  get id(): SynonymGroupId {
    return this.#state.id;
  }

  /** @throws InvalidSynonyms */
  revise(words: readonly string[], at: Date): void {
    this.#state = { ...this.#state, words: tidied(words), updatedAt: at };
  }

  toState(): SynonymGroupState {
    return this.#state;
  }
}
