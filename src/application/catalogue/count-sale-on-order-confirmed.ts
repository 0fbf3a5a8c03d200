import type { OrderConfirmed } from '../../domain/order/order-events.js';
import { id } from '../../domain/shared/ids.js';
import type { EventHandler, ToldEvent } from '../shared/event-handler.js';
import type { SalesCounter } from './ports/sales-counter.js';

/** Makes what was bought more popular, once for each event. */
export class CountSaleOnOrderConfirmed implements EventHandler<OrderConfirmed> {
  readonly name = 'count-sale';
  readonly on = 'order.confirmed';

  constructor(private readonly sales: SalesCounter) {}

  handle(event: OrderConfirmed, eventId: string): Promise<void> {
    return this.handleAll([{ event, eventId }]);
  }

  async handleAll(told: readonly ToldEvent<OrderConfirmed>[]): Promise<void> {
    await this.sales.countSales(told.map(({ event, eventId }) => ({ orderId: id(event.aggregateId), eventId, soldAt: event.occurredAt })));
  }
}
