import { BrandInUse, LabelNotFound, TagHasRule, UnknownLabel } from '../../domain/catalogue/label-errors.js';
import type { BrandId, TagId } from '../../domain/shared/ids.js';
import { refuseStale, type ExpectedVersion } from '../shared/expected-version.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { labelsOf, type LabelName, type LabelScope } from './label-scope.js';

export interface RemoveLabelInput extends ExpectedVersion {
  readonly label: LabelName;
  /** What its products carry instead; null: a brand has to be free of products, a tag is taken off them. */
  readonly moveTo: BrandId | TagId | null;
}

/** Takes a brand or a tag away. Products are never deleted with it. */
export class RemoveLabel {
  constructor(
    private readonly unitOfWork: UnitOfWork<LabelScope>,
    private readonly clock: Clock,
  ) {}

  /** @throws LabelNotFound @throws PreconditionFailed @throws StaleVersion @throws BrandInUse @throws UnknownLabel @throws TagHasRule */
  async execute({ label, moveTo, ...expected }: RemoveLabelInput, claim?: RequestClaim): Promise<void> {
    const { kind } = label;
    if (moveTo === label.id) throw new UnknownLabel(kind);
    await this.unitOfWork.run(async (scope) => {
      const labels = labelsOf(scope, kind);
      const wanted = [label.id, ...(moveTo === null ? [] : [moveTo])].sort(); // in one order: two who swap do not wait for each other
      const found = [];
      for (const labelId of wanted) found.push(await labels.find(labelId));
      const leaving = found.find((each) => each?.id === label.id);
      if (!leaving) throw new LabelNotFound(kind);
      const heir = found.find((each) => each?.id === moveTo);
      if (moveTo !== null && !heir) throw new UnknownLabel(kind);
      if (heir?.rule) throw new TagHasRule();
      refuseStale(kind, leaving.version, expected);
      const products = await labels.productsWith(label.id);
      if (kind === 'brand' && moveTo === null && products > 0) throw new BrandInUse(products);
      if (products > 0) await labels.moveProducts(label.id, moveTo);
      leaving.leave(moveTo, this.clock.now());
      await labels.remove(leaving);
    }, claim);
  }
}
