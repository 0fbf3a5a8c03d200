import { LocationNotFound } from '../../domain/inventory/inventory-errors.js';
import type { LocationId } from '../../domain/shared/ids.js';
import type { StockLocationRepository } from './ports/stock-location-repository.js';

/** The open place that somebody named by id or code, or none when nobody did. @throws LocationNotFound */
export async function locationNamed(
  locations: Pick<StockLocationRepository, 'keepOpen'>,
  idOrCode: string | undefined,
): Promise<LocationId | undefined> {
  if (idOrCode === undefined) return undefined;
  const locationId = await locations.keepOpen(idOrCode);
  if (locationId === undefined) throw new LocationNotFound();
  return locationId;
}
