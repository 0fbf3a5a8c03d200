import type { CancelOrder } from '../../../application/order/cancel-order.js';
import type { OrderQueries } from '../../../application/order/ports/order-queries.js';
import { OrderNotFound } from '../../../domain/order/order-errors.js';
import type { CustomerId, OrderId } from '../../../domain/shared/ids.js';
import type { HttpController } from '../shared/http-controller.js';
import { orderIdOf } from '../shared/order-id-of.js';
import { announcePage, pageRequest } from '../shared/paging.js';
import { route } from '../shared/route.js';
import { ORDER_OBJECTS, ORDER_ROUTES } from './order-openapi.js';
import { presentHistoryEntry, presentOrder } from './order-presenter.js';

/** The orders of whoever is signed in. */
export class OrderController implements HttpController {
  constructor(
    private readonly orders: OrderQueries,
    private readonly cancelOrder: CancelOrder,
  ) {}

  readonly schemas = ORDER_OBJECTS;

  readonly routes = [
    route(ORDER_ROUTES.list, async ({ ctx, customerId, query }) => {
      const page = await this.orders.search({ customerId, status: query.status }, pageRequest(query));
      announcePage(ctx, query, page);
      ctx.body = page.items.map(presentOrder);
    }),
    route(ORDER_ROUTES.read, async ({ ctx, customerId, params }) => {
      ctx.body = await this.#present(orderIdOf(params), customerId);
    }),
    route(ORDER_ROUTES.history, async ({ ctx, caller, customerId, params }) => {
      const isForShop = caller.roles.includes('admin');
      const history = await this.orders.historyOf(orderIdOf(params), isForShop ? null : customerId);
      if (!history) throw new OrderNotFound();
      ctx.body = history.map((entry) => presentHistoryEntry(entry, isForShop));
    }),
    route(ORDER_ROUTES.cancel, async ({ ctx, customerId, params, claim }) => {
      const orderId = orderIdOf(params);
      await this.cancelOrder.execute({ orderId, by: { kind: 'customer', id: customerId } }, claim);
      ctx.body = await this.#present(orderId, customerId);
    }),
  ];

  async #present(orderId: OrderId, customerId: CustomerId) {
    const order = await this.orders.detailsOf(orderId, customerId);
    if (!order) throw new OrderNotFound();
    return presentOrder(order);
  }
}
