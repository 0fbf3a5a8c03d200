import { SynonymGroup } from '../../domain/catalogue/synonym-group.js';
import type { SynonymGroupId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { SynonymRepository } from './ports/synonym-repository.js';

/** Makes words mean the same: whoever looks for one of them finds the others from then on. */
export class CreateSynonyms {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ synonyms: SynonymRepository }>,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** @throws InvalidSynonyms */
  async execute({ words }: { readonly words: readonly string[] }, claim?: RequestClaim): Promise<SynonymGroupId> {
    const group = SynonymGroup.of(this.ids.next<SynonymGroupId>(), words, this.clock.now());
    return this.unitOfWork.run(async ({ synonyms }) => {
      await synonyms.save(group);
      return group.id;
    }, claim);
  }
}
