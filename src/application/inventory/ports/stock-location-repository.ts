import type { LocationId } from '../../../domain/shared/ids.js';
import type { StockLocation } from '../../../domain/inventory/stock-location.js';

/** The places where goods lie; those that are closed are not found. */
export interface StockLocationRepository {
  /** For changing it: others wait, also those who want to put something there. */
  find(locationId: LocationId): Promise<StockLocation | undefined>;

  /** The open place of this id or code, in any case; it cannot be closed until the unit of work ends. */
  keepOpen(idOrCode: string): Promise<LocationId | undefined>;

  /** What lies in a place that was found, and whether it is the only one that is open. */
  useOf(location: StockLocation): Promise<{ readonly onHand: number; readonly isOnlyOne: boolean }>;

  /** @throws ConcurrencyConflict @throws LocationCodeTaken */
  save(location: StockLocation): Promise<void>;
}
