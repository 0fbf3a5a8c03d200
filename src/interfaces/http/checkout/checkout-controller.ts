import type { Context } from 'koa';
import type { CheckoutAnswer } from '../../../application/checkout/checkout-answer.js';
import type { PayAgain } from '../../../application/checkout/pay-again.js';
import type { PlaceOrder } from '../../../application/checkout/place-order.js';
import { PaymentDeclined } from '../../../domain/payment/payment-errors.js';
import { id, type AddressId } from '../../../domain/shared/ids.js';
import type { Currency } from '../../../domain/shared/money.js';
import { presentOrder } from '../order/order-presenter.js';
import { addressDraft } from '../shared/address-fields.js';
import type { HttpController } from '../shared/http-controller.js';
import { orderIdOf } from '../shared/order-id-of.js';
import { route, type Route } from '../shared/route.js';
import { checkoutRoutes } from './checkout-openapi.js';

/** Seconds until it is worth asking for the order again. */
const ASK_AGAIN = 2;

interface PaymentWish {
  readonly gateway?: string | null | undefined;
  readonly payment_method?: string | null | undefined;
  readonly payment_token?: string | null | undefined;
  readonly simulate_success?: boolean | null | undefined;
}

/** Clients send empty text for what they do not want to say. */
const paymentChoice = ({ gateway, payment_method, payment_token, simulate_success }: PaymentWish) => ({
  gateway: gateway || undefined,
  method: payment_method ?? undefined,
  token: payment_token || undefined,
  simulateSuccess: simulate_success ?? undefined,
});

/** @throws PaymentDeclined */
function answer(ctx: Context, { outcome, order, paymentId, declineCode }: CheckoutAnswer): void {
  if (outcome === 'declined') throw new PaymentDeclined(id(order.id), paymentId, declineCode);
  ctx.status = { confirmed: 201, pending: 202, known: 200 }[outcome];
  if (outcome !== 'known') ctx.set('Location', `/api/orders/${order.id}`);
  if (outcome === 'pending') ctx.set('Retry-After', String(ASK_AGAIN));
  ctx.body = presentOrder(order);
}

/** From the cart to an order, and paying that again. */
export class CheckoutController implements HttpController {
  readonly routes: readonly Route[];

  constructor(placeOrder: PlaceOrder, payAgain: PayAgain, currency: Currency) {
    const routes = checkoutRoutes(currency);
    this.routes = [
      route(routes.checkOut, async ({ ctx, customerId, body, claim }) => {
        const { shipping_address_id, shipping_address, billing_address, shipping_method, amount, quote_hash } = body;
        const placed = await placeOrder.execute(
          {
            ...paymentChoice(body),
            customerId,
            shippingAddressId: shipping_address_id ? id<AddressId>(shipping_address_id.toLowerCase()) : undefined,
            shippingAddress: shipping_address ? addressDraft(shipping_address) : undefined,
            billingAddress: billing_address ? addressDraft(billing_address) : undefined,
            shippingMethod: shipping_method || undefined,
            amount: amount === undefined || amount === null ? undefined : String(amount),
            quoteHash: quote_hash || undefined,
          },
          claim,
        );
        if (placed.isReplay) claim?.told?.('replayed');
        answer(ctx, placed.answer);
      }),
      route(routes.payAgain, async ({ ctx, customerId, params, body, claim }) => {
        answer(ctx, await payAgain.execute({ ...paymentChoice(body), orderId: orderIdOf(params), customerId }, claim));
      }),
    ];
  }
}
