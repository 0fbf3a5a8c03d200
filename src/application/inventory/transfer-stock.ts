import { LocationNotFound } from '../../domain/inventory/inventory-errors.js';
import type { AccountId, VariantId } from '../../domain/shared/ids.js';
import { refuseStale, type ExpectedVersion } from '../shared/expected-version.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { locationNamed } from './location-named.js';
import type { StockLocationRepository } from './ports/stock-location-repository.js';
import type { StockRoom } from './ports/stock-room.js';

export interface TransferStockInput extends ExpectedVersion {
  readonly variantId: VariantId;
  readonly quantity: number;
  /** Ids or codes of two places. */
  readonly from: string;
  readonly to: string;
  readonly reference?: string | undefined;
  readonly note?: string | undefined;
  readonly by: AccountId;
}

type Scope = { stockRoom: StockRoom; stockLocations: StockLocationRepository };

/** Carries goods from one place to another; what is on hand and what can be sold stay what they are. */
export class TransferStock {
  constructor(
    private readonly unitOfWork: UnitOfWork<Scope>,
    private readonly clock: Clock,
  ) {}

  /** @throws StockNotFound @throws LocationNotFound @throws PreconditionFailed @throws StaleVersion @throws NotEnoughThere */
  async execute(input: TransferStockInput, claim?: RequestClaim): Promise<void> {
    const { variantId, quantity, from, to, reference, note, by, ...expected } = input;
    await this.unitOfWork.run(async ({ stockRoom, stockLocations }) => {
      const [source, target] = [await locationNamed(stockLocations, from), await locationNamed(stockLocations, to)];
      if (source === undefined || target === undefined || source === target) throw new LocationNotFound();
      const { version } = await stockRoom.hold(variantId);
      refuseStale('inventory', version, expected);
      await stockRoom.transfer(variantId, quantity, source, target, this.clock.now(), { reference, note, by });
    }, claim);
  }
}
