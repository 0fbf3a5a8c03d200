import type { VariantId } from '../../domain/shared/ids.js';
import { refuseStale, type ExpectedVersion } from '../shared/expected-version.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { StockRoom, StockTerms } from './ports/stock-room.js';

/** Absent stays as it is. */
export interface SetStockTermsInput extends ExpectedVersion {
  readonly variantId: VariantId;
  readonly isTracked?: boolean | undefined;
  readonly backorderLimit?: number | undefined;
  readonly lowStockAt?: number | null | undefined;
}

/** Says whether a variant is counted, how many may be sold before they come in, and at how many left somebody wants to know. */
export class SetStockTerms {
  constructor(private readonly unitOfWork: UnitOfWork<{ stockRoom: StockRoom }>) {}

  /** @throws StockNotFound @throws PreconditionFailed @throws StaleVersion @throws BackordersOpen */
  async execute(
    { variantId, isTracked, backorderLimit, lowStockAt, ...expected }: SetStockTermsInput,
    claim?: RequestClaim,
  ): Promise<void> {
    await this.unitOfWork.run(async ({ stockRoom }) => {
      const held = await stockRoom.hold(variantId);
      refuseStale('inventory', held.version, expected);
      const terms: StockTerms = {
        isTracked: isTracked ?? held.isTracked,
        backorderLimit: backorderLimit ?? held.backorderLimit,
        lowStockAt: lowStockAt === undefined ? held.lowStockAt : lowStockAt,
      };
      await stockRoom.setTerms(variantId, terms);
    }, claim);
  }
}
