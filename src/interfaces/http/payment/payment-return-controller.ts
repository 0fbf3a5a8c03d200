import type { Context } from 'koa';
import type { InferType } from 'yup';
import type { ConfirmPayment } from '../../../application/checkout/confirm-payment.js';
import type { ReturnLinks } from '../../../application/checkout/ports/return-links.js';
import type { BroughtProof } from '../../../application/payment/ports/payment-gateway.js';
import { PaymentNotFound } from '../../../domain/payment/payment-errors.js';
import { id, looksLikeId, type PaymentId } from '../../../domain/shared/ids.js';
import type { HttpController } from '../shared/http-controller.js';
import { route } from '../shared/route.js';
import { presentPayment } from './payment-presenter.js';
import { PAYMENT_RETURN_ROUTES } from './payment-return-openapi.js';
import type { CONFIRMATION, RETURN_QUERY } from './payment-schemas.js';

/** An id that cannot be one is as unknown as any other. @throws PaymentNotFound */
const paymentIdOf = ({ payment_id: given = '' }: Readonly<Record<string, string>>): PaymentId => {
  if (!looksLikeId(given)) throw new PaymentNotFound();
  return id<PaymentId>(given.toLowerCase());
};

/** Undefined when nothing, or not all of it, was brought. */
function proofOf({
  razorpay_order_id,
  razorpay_payment_id,
  razorpay_signature,
}: Partial<InferType<typeof CONFIRMATION>>): BroughtProof | undefined {
  if (!razorpay_order_id || !razorpay_payment_id || !razorpay_signature) return undefined;
  return { reference: razorpay_order_id, paid: razorpay_payment_id, signature: razorpay_signature };
}

/** The ways back from a provider to the shop. */
export class PaymentReturnController implements HttpController {
  constructor(
    private readonly confirmPayment: ConfirmPayment,
    private readonly links: ReturnLinks,
    private readonly frontendUrl: string | null,
  ) {}

  readonly routes = [
    route(PAYMENT_RETURN_ROUTES.comeBack, ({ ctx, params, query }) => this.#comeBack(ctx, params, query)),
    route(PAYMENT_RETURN_ROUTES.comeBackByForm, ({ ctx, params, query, rawBody }) => {
      const form = Object.fromEntries(new URLSearchParams(Buffer.from(rawBody).toString('utf8')));
      return this.#comeBack(ctx, params, query, proofOf(form));
    }),
    route(PAYMENT_RETURN_ROUTES.confirm, async ({ ctx, customerId, params, body }) => {
      const proof = proofOf(body);
      ctx.body = presentPayment(await this.confirmPayment.execute({ paymentId: paymentIdOf(params), customerId, proof }));
    }),
  ];

  async #comeBack(
    ctx: Context,
    params: Readonly<Record<string, string>>,
    query: InferType<typeof RETURN_QUERY>,
    proof?: BroughtProof,
  ): Promise<void> {
    const paymentId = paymentIdOf(params);
    // A link that is not ours opens nothing, not even what is known of a payment.
    if (!this.links.opens(paymentId, query.expires ?? '', query.signature ?? '')) throw new PaymentNotFound();
    const payment = await this.confirmPayment.execute({ paymentId, customerId: null, proof });
    ctx.set('Cache-Control', 'private, no-store');
    if (this.frontendUrl === null) {
      ctx.body = presentPayment(payment);
      return;
    }
    ctx.status = 303;
    ctx.set('Location', `${this.frontendUrl}/orders/${payment.orderId}?payment=${payment.status}`);
  }
}
