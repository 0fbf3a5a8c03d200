import { OrderNotFound } from '../../domain/order/order-errors.js';
import type { CustomerId, OrderId } from '../../domain/shared/ids.js';
import type { ShippingStatus } from '../../domain/shipping/shipping-status.js';
import { trackingUrl } from '../../domain/shipping/tracking-url.js';
import type { OrderQueries } from '../order/ports/order-queries.js';
import type { ShipmentView, ShippingQueries, ShippingStepView } from './ports/shipping-queries.js';

export interface TrackShippingInput {
  readonly orderId: OrderId;
  /** Whose order it must be; null: anybody's, for the back office. */
  readonly customerId: CustomerId | null;
}

/** How far an order's goods are, known by the order's id. Times are RFC 3339 in UTC. */
export interface ShippingStatusView {
  readonly orderId: OrderId;
  readonly status: ShippingStatus;
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
  readonly trackingUrl: string | null;
  readonly updatedAt: string;
  /** The oldest first. */
  readonly history: readonly ShippingStepView[];
}

/** Tells where an order's goods are; an order without a shipment is pending. With several shipments, the last one that moved speaks for them. */
export class TrackShipping {
  constructor(
    private readonly orders: OrderQueries,
    private readonly shipping: ShippingQueries,
  ) {}

  /** @throws OrderNotFound also for somebody else's order. */
  async execute({ orderId, customerId }: TrackShippingInput): Promise<ShippingStatusView> {
    const [order, shipments] = await Promise.all([this.orders.detailsOf(orderId, customerId), this.shipping.shipmentsOf(orderId)]);
    if (!order) throw new OrderNotFound();
    const { carrier, trackingNumber } = lastMoved(shipments) ?? { carrier: null, trackingNumber: null };
    const history = shipments.flatMap((shipment) => shipment.history);
    return {
      orderId,
      status: order.shippingStatus.status,
      carrier,
      trackingNumber,
      trackingUrl: trackingUrl(carrier, trackingNumber),
      updatedAt: order.shippingStatus.updatedAt,
      history: history.sort((left, right) => left.at.getTime() - right.at.getTime()),
    };
  }
}

const lastMoved = (shipments: readonly ShipmentView[]): ShipmentView | undefined =>
  [...shipments].sort((left, right) => left.updatedAt.getTime() - right.updatedAt.getTime()).at(-1);
