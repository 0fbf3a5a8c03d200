import type { CancelLines } from '../../../application/order/cancel-lines.js';
import type { CancelOrder } from '../../../application/order/cancel-order.js';
import type { MoveOrder } from '../../../application/order/move-order.js';
import type { OrderQueries } from '../../../application/order/ports/order-queries.js';
import type { RecordManualPayment } from '../../../application/order/record-manual-payment.js';
import { OrderNotFound } from '../../../domain/order/order-errors.js';
import { id, type CustomerId, type OrderId } from '../../../domain/shared/ids.js';
import type { HttpController } from '../shared/http-controller.js';
import { wishesOf } from '../shared/lines-field.js';
import { orderIdOf } from '../shared/order-id-of.js';
import { announcePage, pageRequest } from '../shared/paging.js';
import { route, type RouteRequest } from '../shared/route.js';
import { ADMIN_ORDER_ROUTES } from './order-openapi.js';
import { presentOrderForShop } from './order-presenter.js';
import { endOf, startOf } from './order-schemas.js';

type Search = Pick<RouteRequest<typeof ADMIN_ORDER_ROUTES.list>, 'ctx' | 'query'>;

/** Everybody's orders, for whoever runs the shop. */
export class OrderAdminController implements HttpController {
  constructor(
    private readonly orders: OrderQueries,
    private readonly moveOrder: MoveOrder,
    private readonly cancelOrder: CancelOrder,
    private readonly cancelLines: CancelLines,
    private readonly recordManualPayment: RecordManualPayment,
  ) {}

  readonly routes = [
    route(ADMIN_ORDER_ROUTES.list, (request) => this.#search(request)),
    route(ADMIN_ORDER_ROUTES.listAsBefore, (request) => this.#search(request)),
    route(ADMIN_ORDER_ROUTES.read, async ({ ctx, params }) => {
      ctx.body = await this.#present(orderIdOf(params));
    }),
    route(ADMIN_ORDER_ROUTES.move, async ({ ctx, params, body, caller, claim }) => {
      const orderId = orderIdOf(params);
      await this.moveOrder.execute({ orderId, to: body.status, by: { kind: 'admin', id: caller.accountId } }, claim);
      ctx.body = await this.#present(orderId);
    }),
    route(ADMIN_ORDER_ROUTES.cancel, async ({ ctx, params, body, caller, claim }) => {
      const orderId = orderIdOf(params);
      const by = { kind: 'admin', id: caller.accountId } as const;
      if (body.lines) await this.cancelLines.execute({ orderId, lines: wishesOf(body.lines), by }, claim);
      else await this.cancelOrder.execute({ orderId, by }, claim);
      ctx.body = await this.#present(orderId);
    }),
    route(ADMIN_ORDER_ROUTES.pay, async ({ ctx, params, body, caller, claim }) => {
      const orderId = orderIdOf(params);
      await this.recordManualPayment.execute({ orderId, reference: body.reference, by: { kind: 'admin', id: caller.accountId } }, claim);
      ctx.status = 201;
      ctx.set('Location', `/api/admin/orders/${orderId}`);
      ctx.body = await this.#present(orderId);
    }),
  ];

  async #search({ ctx, query }: Search): Promise<void> {
    const { status, payment_status, shipping_status, user_id, q, placed_from, placed_to } = query;
    const filter = {
      status,
      paymentStatus: payment_status,
      shippingStatus: shipping_status,
      customerId: user_id ? id<CustomerId>(user_id) : undefined,
      text: q,
      placedFrom: startOf(placed_from),
      placedTo: endOf(placed_to),
    };
    const page = await this.orders.search(filter, pageRequest(query));
    announcePage(ctx, query, page);
    ctx.body = page.items.map(presentOrderForShop);
  }

  async #present(orderId: OrderId) {
    const order = await this.orders.detailsOf(orderId, null);
    if (!order) throw new OrderNotFound();
    return presentOrderForShop(order);
  }
}
