import { SynonymsNotFound } from '../../domain/catalogue/synonym-errors.js';
import type { SynonymGroupId } from '../../domain/shared/ids.js';
import { refuseStale, type ExpectedVersion } from '../shared/expected-version.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { SynonymRepository } from './ports/synonym-repository.js';

export interface ReviseSynonymsInput extends ExpectedVersion {
  readonly groupId: SynonymGroupId;
  readonly words: readonly string[];
}

/** Puts other words in the place of those that meant the same. */
export class ReviseSynonyms {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ synonyms: SynonymRepository }>,
    private readonly clock: Clock,
  ) {}

  /** @throws SynonymsNotFound @throws InvalidSynonyms @throws PreconditionFailed @throws StaleVersion */
  async execute({ groupId, words, ...expected }: ReviseSynonymsInput, claim?: RequestClaim): Promise<void> {
    await this.unitOfWork.run(async ({ synonyms }) => {
      const group = await synonyms.find(groupId);
      if (!group) throw new SynonymsNotFound();
      refuseStale('synonyms', group.version, expected);
      group.revise(words, this.clock.now());
      await synonyms.save(group);
    }, claim);
  }
}
