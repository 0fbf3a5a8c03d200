import { LocationNotFound } from '../../domain/inventory/inventory-errors.js';
import type { StockLocationChange } from '../../domain/inventory/stock-location.js';
import type { LocationId } from '../../domain/shared/ids.js';
import { refuseStale, type ExpectedVersion } from '../shared/expected-version.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { StockLocationRepository } from './ports/stock-location-repository.js';

export interface ReviseLocationInput extends StockLocationChange, ExpectedVersion {
  readonly locationId: LocationId;
}

/** Gives a place another name, code or turn; what is sold from then on is taken in the new order. */
export class ReviseLocation {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ stockLocations: StockLocationRepository }>,
    private readonly clock: Clock,
  ) {}

  /** @throws LocationNotFound @throws PreconditionFailed @throws StaleVersion @throws LocationCodeTaken */
  async execute({ locationId, code, name, priority, ...expected }: ReviseLocationInput, claim?: RequestClaim): Promise<void> {
    await this.unitOfWork.run(async ({ stockLocations }) => {
      const location = await stockLocations.find(locationId);
      if (!location) throw new LocationNotFound();
      refuseStale('location', location.version, expected);
      location.revise({ code, name, priority }, this.clock.now());
      await stockLocations.save(location);
    }, claim);
  }
}
