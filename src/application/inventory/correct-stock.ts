import type { AccountId, VariantId } from '../../domain/shared/ids.js';
import { refuseStale, type ExpectedVersion } from '../shared/expected-version.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { locationNamed } from './location-named.js';
import type { CountReason, StockLedger } from './ports/stock-ledger.js';
import type { StockLocationRepository } from './ports/stock-location-repository.js';
import type { StockRoom } from './ports/stock-room.js';

export interface CorrectStockInput extends ExpectedVersion {
  readonly variantId: VariantId;
  /** So many more or fewer, or so many there are. */
  readonly count: { readonly delta: number } | { readonly onHand: number };
  readonly reason: CountReason;
  /** Id or code of the place that was counted; all of them when it is not said. */
  readonly location?: string | undefined;
  readonly note?: string | undefined;
  readonly by: AccountId;
}

type Scope = { stock: StockLedger; stockRoom: StockRoom; stockLocations: StockLocationRepository };

/**
 * Says what somebody counted. What is told as a difference adds up, however many say it at once; of totals the last one counts, unless
 * it is told with the version that was read.
 */
export class CorrectStock {
  constructor(
    private readonly unitOfWork: UnitOfWork<Scope>,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws StockNotFound @throws LocationNotFound
   * @throws PreconditionFailed @throws StaleVersion
   * @throws StockBelowReserved @throws NotEnoughThere
   */
  async execute({ variantId, count, reason, location, note, by, ...expected }: CorrectStockInput, claim?: RequestClaim): Promise<void> {
    await this.unitOfWork.run(async ({ stock, stockRoom, stockLocations }) => {
      const locationId = await locationNamed(stockLocations, location);
      const { version } = await stockRoom.hold(variantId);
      refuseStale('inventory', version, expected);
      const at = this.clock.now();
      if ('delta' in count) await stock.change(variantId, count.delta, reason, at, { locationId, note, by });
      else await stock.setOnHand(variantId, count.onHand, at, { reason, locationId, note, by });
    }, claim);
  }
}
