import type { ReconcilePayments } from '../../../application/checkout/reconcile-payments.js';
import type { ReviewPayment } from '../../../application/checkout/review-payment.js';
import type { CapturePayment } from '../../../application/payment/capture-payment.js';
import type { PaymentAdminQueries, RefundView } from '../../../application/payment/ports/payment-admin-queries.js';
import type { RecordRefundPayout } from '../../../application/payment/record-refund-payout.js';
import type { RefundPayment } from '../../../application/payment/refund-payment.js';
import type { RetryRefund } from '../../../application/payment/retry-refund.js';
import type { VoidPayment } from '../../../application/payment/void-payment.js';
import type { Clock } from '../../../application/shared/ports/clock.js';
import { PaymentNotFound, RefundNotFound } from '../../../domain/payment/payment-errors.js';
import { id, looksLikeId, type PaymentId, type RefundId } from '../../../domain/shared/ids.js';
import type { HttpController } from '../shared/http-controller.js';
import { wishesOf } from '../shared/lines-field.js';
import { announcePage, pageRequest } from '../shared/paging.js';
import { route } from '../shared/route.js';
import { PAYMENT_ADMIN_OBJECTS, PAYMENT_ADMIN_ROUTES } from './payment-admin-openapi.js';
import { periodOf } from './payment-admin-schemas.js';
import { presentPayment, presentReconciliation, presentRefund } from './payment-presenter.js';

type Params = Readonly<Record<string, string>>;

/** @throws PaymentNotFound for what can be nobody's */
function paymentIdOf({ payment_id = '' }: Params): PaymentId {
  if (!looksLikeId(payment_id)) throw new PaymentNotFound();
  return id(payment_id.toLowerCase());
}

/** Everybody's money, for whoever runs the shop. */
export class PaymentAdminController implements HttpController {
  constructor(
    private readonly payments: PaymentAdminQueries,
    private readonly capturePayment: CapturePayment,
    private readonly voidPayment: VoidPayment,
    private readonly refundPayment: RefundPayment,
    private readonly retryRefund: RetryRefund,
    private readonly recordRefundPayout: RecordRefundPayout,
    private readonly reviewPayment: ReviewPayment,
    private readonly reconcilePayments: ReconcilePayments,
    private readonly clock: Clock,
  ) {}

  readonly schemas = PAYMENT_ADMIN_OBJECTS;

  readonly routes = [
    route(PAYMENT_ADMIN_ROUTES.payments, async ({ ctx, query }) => {
      const page = await this.payments.payments({ status: query.status }, pageRequest(query));
      announcePage(ctx, query, page);
      ctx.body = page.items.map(presentPayment);
    }),
    route(PAYMENT_ADMIN_ROUTES.reconciliation, async ({ ctx, query }) => {
      const period = periodOf(query, this.clock.now());
      ctx.body = presentReconciliation(period, await this.reconcilePayments.execute({ ...period, repairs: false }));
    }),
    route(PAYMENT_ADMIN_ROUTES.payment, async ({ ctx, params }) => {
      ctx.body = await this.#payment(paymentIdOf(params));
    }),
    route(PAYMENT_ADMIN_ROUTES.capture, async ({ ctx, params, body, claim }) => {
      const paymentId = paymentIdOf(params);
      const isAnswered = await this.capturePayment.execute({ paymentId, amount: body.amount }, claim);
      ctx.status = isAnswered ? 200 : 202;
      if (!isAnswered) ctx.set('Retry-After', '20');
      ctx.body = await this.#payment(paymentId);
    }),
    route(PAYMENT_ADMIN_ROUTES.void, async ({ ctx, params, claim }) => {
      const paymentId = paymentIdOf(params);
      await this.voidPayment.execute({ paymentId }, claim);
      ctx.body = await this.#payment(paymentId);
    }),
    route(PAYMENT_ADMIN_ROUTES.review, async ({ ctx, params, body, caller, claim }) => {
      const paymentId = paymentIdOf(params);
      const { decision, reason } = body;
      await this.reviewPayment.execute({ paymentId, decision, reason, by: { kind: 'admin', id: caller.accountId } }, claim);
      ctx.body = await this.#payment(paymentId);
    }),
    route(PAYMENT_ADMIN_ROUTES.refund, async ({ ctx, params, body, claim }) => {
      const { amount, currency, lines = [], shipping = false, reason } = body;
      const wish = amount === undefined ? { lines: wishesOf(lines), shipping } : { amount, currency: currency || undefined };
      const refundId = await this.refundPayment.execute(
        { paymentId: paymentIdOf(params), wish, reason: reason || 'requested_by_shop' },
        claim,
      );
      ctx.status = 201;
      ctx.set('Location', `/api/admin/refunds/${refundId}`);
      ctx.body = presentRefund(await this.#refund(refundId));
    }),
    route(PAYMENT_ADMIN_ROUTES.refunds, async ({ ctx, query }) => {
      const page = await this.payments.refunds({ status: query.status }, pageRequest(query));
      announcePage(ctx, query, page);
      ctx.body = page.items.map(presentRefund);
    }),
    route(PAYMENT_ADMIN_ROUTES.readRefund, async ({ ctx, params }) => {
      ctx.body = presentRefund(await this.#refund(params['refund_id'] ?? ''));
    }),
    route(PAYMENT_ADMIN_ROUTES.retryRefund, async ({ ctx, params, claim }) => {
      const { id: refundId, paymentId } = await this.#refund(params['refund_id'] ?? '');
      await this.retryRefund.execute({ paymentId: id(paymentId), refundId: id(refundId) }, claim);
      ctx.body = presentRefund(await this.#refund(refundId));
    }),
    route(PAYMENT_ADMIN_ROUTES.payOutRefund, async ({ ctx, params, body, caller, claim }) => {
      const { id: refundId, paymentId } = await this.#refund(params['refund_id'] ?? '');
      await this.recordRefundPayout.execute(
        { paymentId: id(paymentId), refundId: id(refundId), reference: body.reference, by: { kind: 'admin', id: caller.accountId } },
        claim,
      );
      ctx.body = presentRefund(await this.#refund(refundId));
    }),
  ];

  async #payment(paymentId: PaymentId) {
    const payment = await this.payments.payment(paymentId);
    if (!payment) throw new PaymentNotFound();
    return presentPayment(payment);
  }

  async #refund(refundId: string): Promise<RefundView> {
    const refund = await this.payments.refund(id<RefundId>(refundId));
    if (!refund) throw new RefundNotFound();
    return refund;
  }
}
