import type { CloseLocation } from '../../../application/inventory/close-location.js';
import type { OpenLocation } from '../../../application/inventory/open-location.js';
import type { StockQueries } from '../../../application/inventory/ports/stock-queries.js';
import type { ReviseLocation } from '../../../application/inventory/revise-location.js';
import { LocationNotFound } from '../../../domain/inventory/inventory-errors.js';
import { id, looksLikeId, type LocationId } from '../../../domain/shared/ids.js';
import { ifMatchOf, versionTag } from '../shared/entity-tag.js';
import type { HttpController } from '../shared/http-controller.js';
import { route, type RouteRequest } from '../shared/route.js';
import { INVENTORY_ROUTES } from './inventory-openapi.js';
import { presentLocation } from './inventory-presenter.js';

/** @throws LocationNotFound for what can be no place */
function locationIdOf({ location_id = '' }: Readonly<Record<string, string>>): LocationId {
  if (!looksLikeId(location_id)) throw new LocationNotFound();
  return id(location_id.toLowerCase());
}

/** The places where goods lie. */
export class LocationController implements HttpController {
  constructor(
    private readonly stock: Pick<StockQueries, 'locations' | 'location'>,
    private readonly openLocation: OpenLocation,
    private readonly reviseLocation: ReviseLocation,
    private readonly closeLocation: CloseLocation,
  ) {}

  readonly routes = [
    route(INVENTORY_ROUTES.locations, async ({ ctx }) => {
      const locations = await this.stock.locations();
      ctx.set('X-Total-Count', String(locations.length));
      ctx.body = locations.map(presentLocation);
    }),
    route(INVENTORY_ROUTES.openLocation, async ({ ctx, body: { code, name, priority }, claim }) => {
      const locationId = await this.openLocation.execute({ code, name, priority }, claim);
      ctx.status = 201;
      ctx.set('Location', `/api/admin/inventory/locations/${locationId}`);
      await this.#answer(ctx, locationId);
    }),
    route(INVENTORY_ROUTES.location, ({ ctx, params }) => this.#answer(ctx, locationIdOf(params))),
    route(INVENTORY_ROUTES.reviseLocation, async ({ ctx, params, body: { code, name, priority, version }, claim }) => {
      const locationId = locationIdOf(params);
      await this.reviseLocation.execute({ locationId, code, name, priority, version, ifMatch: ifMatchOf(ctx) }, claim);
      await this.#answer(ctx, locationId);
    }),
    route(INVENTORY_ROUTES.closeLocation, async ({ ctx, params, claim }) => {
      await this.closeLocation.execute({ locationId: locationIdOf(params), ifMatch: ifMatchOf(ctx) }, claim);
      ctx.status = 204;
    }),
  ];

  async #answer(ctx: RouteRequest['ctx'], locationId: LocationId): Promise<void> {
    const location = await this.stock.location(locationId);
    if (!location) throw new LocationNotFound();
    ctx.set('ETag', versionTag(location.version));
    ctx.body = presentLocation(location);
  }
}
