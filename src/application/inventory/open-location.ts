import { StockLocation } from '../../domain/inventory/stock-location.js';
import type { LocationId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { StockLocationRepository } from './ports/stock-location-repository.js';

export interface OpenLocationInput {
  readonly code: string;
  readonly name: string;
  /** Behind those that are there when it is not said. */
  readonly priority?: number | undefined;
}

const BEHIND_OTHERS = 1000;

/** Another place where goods may lie. */
export class OpenLocation {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ stockLocations: StockLocationRepository }>,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** @throws LocationCodeTaken */
  execute({ code, name, priority = BEHIND_OTHERS }: OpenLocationInput, claim?: RequestClaim): Promise<LocationId> {
    return this.unitOfWork.run(async ({ stockLocations }) => {
      const locationId = this.ids.next<LocationId>();
      await stockLocations.save(StockLocation.open({ id: locationId, code, name, priority }, this.clock.now()));
      return locationId;
    }, claim);
  }
}
