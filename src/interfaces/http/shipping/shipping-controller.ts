import type { MoveShipment } from '../../../application/shipping/move-shipment.js';
import type { TrackShipping } from '../../../application/shipping/track-shipping.js';
import type { HttpController } from '../shared/http-controller.js';
import { orderIdOf } from '../shared/order-id-of.js';
import { route, type RouteRequest } from '../shared/route.js';
import { STATUS_ROUTES } from './shipping-openapi.js';
import { presentShippingStatus } from './shipping-presenter.js';

type Move = Pick<RouteRequest<typeof STATUS_ROUTES.patch>, 'ctx' | 'params' | 'body' | 'caller' | 'claim'>;

/** Where an order's goods are: buyers ask, the shop says. */
export class ShippingController implements HttpController {
  constructor(
    private readonly moveShipment: MoveShipment,
    private readonly trackShipping: TrackShipping,
  ) {}

  readonly routes = [
    route(STATUS_ROUTES.track, async ({ ctx, params, caller, customerId }) => {
      const isForShop = caller.roles.includes('admin');
      const status = await this.trackShipping.execute({ orderId: orderIdOf(params), customerId: isForShop ? null : customerId });
      ctx.body = presentShippingStatus(status, isForShop);
    }),
    route(STATUS_ROUTES.put, (request) => this.#move(request)),
    route(STATUS_ROUTES.patch, (request) => this.#move(request)),
  ];

  async #move({ ctx, params, body, caller, claim }: Move): Promise<void> {
    const orderId = orderIdOf(params);
    const { status, carrier, tracking_number } = body;
    await this.moveShipment.execute(
      {
        orderId,
        to: status,
        tracking: {
          ...(carrier === undefined ? {} : { carrier: carrier || null }),
          ...(tracking_number === undefined ? {} : { trackingNumber: tracking_number || null }),
        },
        movedBy: caller.accountId,
      },
      claim,
    );
    ctx.body = presentShippingStatus(await this.trackShipping.execute({ orderId, customerId: null }), true);
  }
}
