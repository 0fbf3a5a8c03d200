import type { PaymentQueries } from '../../../application/payment/ports/payment-queries.js';
import { PaymentNotFound } from '../../../domain/payment/payment-errors.js';
import type { HttpController } from '../shared/http-controller.js';
import { announcePage, pageRequest } from '../shared/paging.js';
import { route } from '../shared/route.js';
import { PAYMENT_OBJECTS, PAYMENT_ROUTES } from './payment-openapi.js';
import { presentPayment } from './payment-presenter.js';

/** What whoever is signed in has paid, or tried to. */
export class PaymentController implements HttpController {
  constructor(private readonly payments: PaymentQueries) {}

  readonly schemas = PAYMENT_OBJECTS;

  readonly routes = [
    route(PAYMENT_ROUTES.list, async ({ ctx, customerId, query }) => {
      const page = await this.payments.listOf(customerId, pageRequest(query));
      announcePage(ctx, query, page);
      ctx.body = page.items.map(presentPayment);
    }),
    route(PAYMENT_ROUTES.read, async ({ ctx, customerId, params }) => {
      const payment = await this.payments.detailsOf(params['payment_id'] ?? '', customerId);
      if (!payment) throw new PaymentNotFound();
      ctx.body = presentPayment(payment);
    }),
  ];
}
