import { LocationNotFound } from '../../domain/inventory/inventory-errors.js';
import type { LocationId } from '../../domain/shared/ids.js';
import { refuseStale, type ExpectedVersion } from '../shared/expected-version.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { StockLocationRepository } from './ports/stock-location-repository.js';

export interface CloseLocationInput extends ExpectedVersion {
  readonly locationId: LocationId;
}

/** Gives up a place that is empty; its movements stay in the books. */
export class CloseLocation {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ stockLocations: StockLocationRepository }>,
    private readonly clock: Clock,
  ) {}

  /** @throws LocationNotFound @throws PreconditionFailed @throws StaleVersion @throws LocationInUse */
  async execute({ locationId, ...expected }: CloseLocationInput, claim?: RequestClaim): Promise<void> {
    await this.unitOfWork.run(async ({ stockLocations }) => {
      const location = await stockLocations.find(locationId);
      if (!location) throw new LocationNotFound();
      refuseStale('location', location.version, expected);
      location.close(await stockLocations.useOf(location), this.clock.now());
      await stockLocations.save(location);
    }, claim);
  }
}
