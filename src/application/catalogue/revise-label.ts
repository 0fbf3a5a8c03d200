import { LabelNotFound } from '../../domain/catalogue/label-errors.js';
import type { LabelChange } from '../../domain/catalogue/label.js';
import { refuseStale, type ExpectedVersion } from '../shared/expected-version.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { labelsOf, type LabelName, type LabelScope } from './label-scope.js';

export interface ReviseLabelInput extends LabelChange, ExpectedVersion {
  readonly label: LabelName;
}

/** Gives a brand or a tag another name or description; the products that carry it show it at once, and its address stays. */
export class ReviseLabel {
  constructor(
    private readonly unitOfWork: UnitOfWork<LabelScope>,
    private readonly clock: Clock,
  ) {}

  /** @throws LabelNotFound @throws PreconditionFailed @throws StaleVersion @throws InvalidShelfName @throws LabelNameTaken */
  async execute({ label, name, description, ...expected }: ReviseLabelInput, claim?: RequestClaim): Promise<void> {
    await this.unitOfWork.run(async (scope) => {
      const labels = labelsOf(scope, label.kind);
      const found = await labels.find(label.id);
      if (!found) throw new LabelNotFound(label.kind);
      refuseStale(label.kind, found.version, expected);
      found.revise({ name, description }, this.clock.now());
      await labels.save(found);
    }, claim);
  }
}
