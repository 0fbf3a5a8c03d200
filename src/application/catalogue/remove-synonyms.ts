import { SynonymsNotFound } from '../../domain/catalogue/synonym-errors.js';
import type { SynonymGroupId } from '../../domain/shared/ids.js';
import { refuseStale, type ExpectedVersion } from '../shared/expected-version.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { SynonymRepository } from './ports/synonym-repository.js';

/** Lets words mean different things again. */
export class RemoveSynonyms {
  constructor(private readonly unitOfWork: UnitOfWork<{ synonyms: SynonymRepository }>) {}

  /** @throws SynonymsNotFound @throws PreconditionFailed @throws StaleVersion */
  async execute({ groupId, ...expected }: ExpectedVersion & { readonly groupId: SynonymGroupId }, claim?: RequestClaim): Promise<void> {
    await this.unitOfWork.run(async ({ synonyms }) => {
      const group = await synonyms.find(groupId);
      if (!group) throw new SynonymsNotFound();
      refuseStale('synonyms', group.version, expected);
      await synonyms.remove(group);
    }, claim);
  }
}
