import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import {
  GatewayUnreachable,
  type AuthorizeRequest,
  type BookedPayment,
  type BroughtProof,
  type DeclineCode,
  type GatewayAnswer,
  type GatewayStanding,
  type KnownPayment,
  type KnownRefund,
  type PaymentGateway,
  type ProviderEvent,
  type ProviderNews,
  type RefundAnswer,
  type RefundStanding,
  type SignedRequest,
} from '../../application/payment/ports/payment-gateway.js';
import { BadWebhookSignature } from '../../domain/payment/payment-errors.js';
import { id, looksLikeId, type PaymentId, type RefundId } from '../../domain/shared/ids.js';
import { decimalsOf, Money } from '../../domain/shared/money.js';
import { askProvider, type ProviderReply, type ProviderRequest } from './provider-api.js';

export interface RazorpaySettings {
  readonly keyId: string;
  readonly keySecret: string;
  readonly webhookSecret: string;
  /** Without a trailing slash. */
  readonly apiUrl: string;
  /** `manual` holds the money until it is captured. */
  readonly capture: 'automatic' | 'manual';
}

/** https://razorpay.com/docs/api/orders/entity */
interface RazorpayOrder {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly receipt: string | null;
  /** An empty list when there are none. */
  readonly notes: Readonly<Record<string, string>> | readonly never[];
  readonly created_at: number;
  /** With `expand[]=payments`. */
  readonly payments?: { readonly items: readonly RazorpayPayment[] };
}

/** https://razorpay.com/docs/api/payments/entity */
interface RazorpayPayment {
  readonly id: string;
  readonly order_id: string | null;
  readonly amount: number;
  readonly amount_refunded: number;
  readonly currency: string;
  readonly status: 'created' | 'authorized' | 'captured' | 'refunded' | 'failed';
  readonly captured: boolean;
  readonly error_code: string | null;
  readonly error_reason: string | null;
}

/** https://razorpay.com/docs/api/refunds/entity */
interface RazorpayRefund {
  readonly id: string;
  readonly status: 'pending' | 'processed' | 'failed';
  readonly receipt: string | null;
}

/** https://razorpay.com/docs/webhooks/payments, /refunds and /disputes */
interface RazorpayEvent {
  readonly event: string;
  /** Unix seconds. */
  readonly created_at: number;
  readonly payload: {
    readonly payment?: { readonly entity: RazorpayPayment };
    readonly refund?: { readonly entity: RazorpayRefund };
  };
}

/** One order of ours at Razorpay and what became of it. */
interface Found {
  readonly order: RazorpayOrder;
  readonly payment: RazorpayPayment | undefined;
}

/** https://razorpay.com/docs/payments/payment-gateway/rainy-day/errors/error-reasons */
const DECLINES: Readonly<Record<string, DeclineCode>> = {
  insufficient_funds: 'insufficient_funds',
  card_expired: 'expired_card',
  expired_card: 'expired_card',
  bank_technical_error: 'processing_error',
  gateway_technical_error: 'processing_error',
  server_error: 'processing_error',
};
/** What weighs more, when buyers tried more than once. */
const RANK: readonly RazorpayPayment['status'][] = ['failed', 'created', 'authorized', 'refunded', 'captured'];
const PAGE = 100;
/** How long a note may be. https://razorpay.com/docs/api/understand#notes */
const MAX_NOTE = 256;
/**
 * In minutes: what a bank confirms within the hour is captured, and what nobody captures in five days goes back by itself.
 * https://razorpay.com/docs/payments/payments/capture-settings/api
 */
const CAPTURE_OPTIONS = {
  automatic: { automatic_expiry_period: 60, manual_expiry_period: 7200, refund_speed: 'normal' },
  manual: { manual_expiry_period: 7200, refund_speed: 'normal' },
} as const;

const REFUSED: GatewayAnswer = { outcome: 'declined', reference: null, declineCode: 'processing_error' };

/** Amounts are in the smallest unit; of the thousandths of a dinar the last digit has to be 0. https://razorpay.com/docs/api/orders/create */
const canBeTaken = ({ minor, currency }: Money): boolean => decimalsOf(currency) < 3 || (decimalsOf(currency) === 3 && minor % 10 === 0);

const notesOf = ({ notes }: RazorpayOrder): Readonly<Record<string, string | undefined>> =>
  Array.isArray(notes) ? {} : (notes as Readonly<Record<string, string>>);

const rankOf = (payment: RazorpayPayment | undefined): number => (payment ? RANK.indexOf(payment.status) : -1);

/**
 * Cards, UPI, netbanking and wallets of India by Razorpay. Its order carries our id as the receipt; the buyer pays it on Razorpay's
 * checkout, which the front end opens with the `order_id` and `key_id` that the address in `next_action` holds. It ends in the front end, which
 * then asks us to confirm.
 * Spoken by fetch: the SDK sends no idempotency key with a refund and falls over when the line is cut.
 */
export class RazorpayPaymentGateway implements PaymentGateway {
  readonly name = 'razorpay';
  readonly #settings: RazorpaySettings;

  constructor(settings: RazorpaySettings) {
    this.#settings = settings;
  }

  async authorize({ paymentId, amount, returnUrl }: AuthorizeRequest): Promise<GatewayAnswer> {
    if (!canBeTaken(amount)) return REFUSED;
    const known = await this.#find(paymentId);
    if (known) return this.#answerOf(known);
    const { status } = await this.#call('POST', '/v1/orders', {
      amount: amount.minor,
      currency: amount.currency,
      receipt: paymentId,
      notes: { payment_id: paymentId, ...(returnUrl !== undefined && returnUrl.length <= MAX_NOTE && { return_url: returnUrl }) },
      payment: { capture: this.#settings.capture, capture_options: CAPTURE_OPTIONS[this.#settings.capture] },
    });
    if (status !== 200) return REFUSED;
    // Whoever asked at the same time made one too: all of us go on with the oldest.
    const made = await this.#find(paymentId);
    if (!made) throw new GatewayUnreachable(this.name, new Error('The order that was made is not there'));
    return this.#answerOf(made);
  }

  /** All that is held or nothing: Razorpay takes no parts. https://razorpay.com/docs/api/payments/capture */
  async capture({ id: paymentId }: KnownPayment, amount: Money): Promise<GatewayAnswer> {
    const found = await this.#find(paymentId);
    if (!found || this.#isLetGo(found)) throw new GatewayUnreachable(this.name, new Error('There is nothing to capture'));
    if (found.payment?.status !== 'authorized') return this.#answerOf(found);
    await this.#call('POST', `/v1/payments/${found.payment.id}/capture`, { amount: amount.minor, currency: amount.currency });
    const after = await this.#find(paymentId);
    return this.#answerOf(after ?? found);
  }

  /** Noted on the order. What was authorized goes back by itself when nobody captures it; what comes later is ours to give back. */
  async void({ id: paymentId }: KnownPayment): Promise<void> {
    const found = await this.#find(paymentId);
    if (!found || this.#isLetGo(found)) return;
    const { order } = found;
    const { status } = await this.#call('PATCH', `/v1/orders/${order.id}`, { notes: { ...notesOf(order), let_go: 'yes' } });
    if (status !== 200) throw new GatewayUnreachable(this.name, new Error(`It answered ${status}`));
  }

  async refund({ id: paymentId }: KnownPayment, refundId: RefundId, amount: Money): Promise<RefundAnswer> {
    const found = await this.#find(paymentId);
    if (!found?.payment?.captured) return { outcome: 'failed', reason: 'payment_not_captured' };
    if (!canBeTaken(amount)) return { outcome: 'failed', reason: 'amount_not_possible' };
    const { status, body } = await this.#call(
      'POST',
      `/v1/payments/${found.payment.id}/refund`,
      { amount: amount.minor, speed: 'normal', receipt: refundId, notes: { refund_id: refundId } },
      { 'x-refund-idempotency': refundId },
    );
    return status === 200 ? refundAnswerOf(body as RazorpayRefund) : { outcome: 'failed', reason: reasonOf(body) };
  }

  async lookUp({ id: paymentId }: KnownPayment): Promise<GatewayStanding> {
    const found = await this.#find(paymentId);
    return found ? this.#standingOf(found) : { outcome: 'unknown' };
  }

  /** https://razorpay.com/docs/api/refunds/fetch-multiple-refund-payment */
  async lookUpRefund({ id: paymentId }: KnownPayment, { key }: KnownRefund): Promise<RefundStanding> {
    const found = await this.#find(paymentId);
    if (!found?.payment) return { outcome: 'unknown' };
    const { status, body } = await this.#call('GET', `/v1/payments/${found.payment.id}/refunds?count=${PAGE}`);
    const { items } = body as { items?: readonly RazorpayRefund[] };
    if (status !== 200 || items === undefined) throw new GatewayUnreachable(this.name, new Error(`It answered ${status}`));
    const ours = items.find(({ receipt }) => receipt === key);
    return ours ? refundAnswerOf(ours) : { outcome: 'unknown' };
  }

  /** Over the order that we know, not the one that is brought. https://razorpay.com/docs/payments/server-integration/nodejs/payment-gateway/build-integration */
  signed({ reference }: KnownPayment, { reference: brought, paid, signature }: BroughtProof): boolean {
    if (reference !== null && reference !== brought) return false;
    return isSigned(signature, this.#settings.keySecret, Buffer.from(`${brought}|${paid}`));
  }

  /**
   * Signed over the body alone, without a time of sending: repetitions within its day of retries cannot be told from old ones, and
   * are known by their id. https://razorpay.com/docs/webhooks/validate-test
   */
  async readWebhook({ rawBody, headers }: SignedRequest): Promise<readonly ProviderEvent[]> {
    const { webhookSecret } = this.#settings;
    if (!isSigned(headers['x-razorpay-signature'], webhookSecret, rawBody)) throw new BadWebhookSignature();
    const event = JSON.parse(Buffer.from(rawBody).toString('utf8')) as RazorpayEvent;
    const eventId = headers['x-razorpay-event-id'] ?? createHash('sha256').update(rawBody).digest('hex');
    const orderId = event.payload.payment?.entity.order_id;
    const order = orderId ? await this.#orderOf(orderId) : undefined;
    const paymentId = order && paymentIdOf(order);
    return [
      {
        id: eventId,
        type: event.event,
        occurredAt: new Date(event.created_at * 1000),
        paymentId: paymentId ?? null,
        news: order && paymentId ? newsOf(event, order.id) : { kind: 'nothing' },
      },
    ];
  }

  /** https://razorpay.com/docs/api/orders/fetch-all */
  async *booked(from: Date, to: Date): AsyncIterable<BookedPayment> {
    const span = `from=${Math.floor(from.getTime() / 1000)}&to=${Math.ceil(to.getTime() / 1000)}`;
    const byReceipt = new Map<string, RazorpayOrder[]>();
    for (let skip = 0, isLast = false; !isLast; skip += PAGE) {
      const orders = await this.#orders(`${span}&count=${PAGE}&skip=${skip}`);
      for (const order of orders) {
        const begun = order.created_at * 1000;
        const receipt = paymentIdOf(order) ?? order.id;
        if (begun >= from.getTime() && begun < to.getTime()) byReceipt.set(receipt, [...(byReceipt.get(receipt) ?? []), order]);
      }
      isLast = orders.length < PAGE;
    }
    for (const orders of byReceipt.values()) yield this.#lineOf(orders);
  }

  /** One line for all the orders of one payment: who asks at the same time makes one each. */
  #lineOf(orders: readonly RazorpayOrder[]): BookedPayment {
    const { order, payment } = weightiestOf(orders);
    const taken = orders.flatMap(paymentsOf).filter(({ captured }) => captured);
    const sum = (amounts: readonly number[]) =>
      Money.of(
        amounts.reduce((all, each) => all + each, 0),
        order.currency,
      );
    const { outcome } = this.#standingOf({ order, payment });
    return {
      paymentId: paymentIdOf(order) ?? null,
      reference: order.id,
      status:
        outcome === 'captured' || outcome === 'authorized' || outcome === 'voided' ? outcome : outcome === 'declined' ? 'failed' : 'open',
      captured: sum(taken.map(({ amount }) => amount)),
      refunded: sum(taken.map((payment) => payment.amount_refunded)),
    };
  }

  /** The order that carries our id as its receipt. */
  async #find(paymentId: PaymentId): Promise<Found | undefined> {
    const orders = await this.#orders(`receipt=${encodeURIComponent(paymentId)}`);
    return orders.length === 0 ? undefined : weightiestOf(orders);
  }

  async #orders(query: string): Promise<readonly RazorpayOrder[]> {
    const { status, body } = await this.#call('GET', `/v1/orders?${query}&expand[]=payments`);
    const { items } = body as { items?: readonly RazorpayOrder[] };
    if (status !== 200 || items === undefined) throw new GatewayUnreachable(this.name, new Error(`It answered ${status}`));
    return items;
  }

  async #orderOf(orderId: string): Promise<RazorpayOrder | undefined> {
    const { status, body } = await this.#call('GET', `/v1/orders/${encodeURIComponent(orderId)}`);
    return status === 200 ? (body as RazorpayOrder) : undefined;
  }

  #isLetGo({ order, payment }: Found): boolean {
    return notesOf(order)['let_go'] !== undefined && !payment?.captured;
  }

  #standingOf(found: Found): GatewayStanding {
    if (this.#isLetGo(found)) return { outcome: 'voided', reference: found.order.id };
    const { order, payment } = found;
    return (payment && wordOf(payment, order.id)) ?? this.#checkoutOf(order);
  }

  #answerOf(found: Found): GatewayAnswer {
    const standing = this.#standingOf(found);
    if (standing.outcome !== 'voided' && standing.outcome !== 'unknown') return standing;
    return { outcome: 'declined', reference: found.order.id, declineCode: 'card_declined' };
  }

  /** https://razorpay.com/docs/payments/payment-gateway/web-integration/hosted/integration-steps */
  #checkoutOf(order: RazorpayOrder): GatewayAnswer {
    const url = new URL(`${this.#settings.apiUrl}/v1/checkout/embedded`);
    url.searchParams.set('key_id', this.#settings.keyId);
    url.searchParams.set('order_id', order.id);
    url.searchParams.set('amount', String(order.amount));
    url.searchParams.set('currency', order.currency);
    const returnUrl = notesOf(order)['return_url'];
    if (returnUrl !== undefined) url.searchParams.set('callback_url', returnUrl);
    return { outcome: 'requires_action', reference: order.id, nextAction: { type: 'redirect', url: url.href } };
  }

  #call(
    method: ProviderRequest['method'],
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ProviderReply> {
    const { keyId, keySecret, apiUrl } = this.#settings;
    const authorization = `Basic ${Buffer.from(`${keyId}:${keySecret}`).toString('base64')}`;
    return askProvider(this.name, apiUrl, {
      method,
      path,
      headers: { authorization, accept: 'application/json', 'content-type': 'application/json', ...headers },
      body: body && JSON.stringify(body),
    });
  }
}

const paymentsOf = ({ payments }: RazorpayOrder): readonly RazorpayPayment[] => payments?.items ?? [];

const weightiest = (order: RazorpayOrder): RazorpayPayment | undefined =>
  [...paymentsOf(order)].sort((one, other) => rankOf(other) - rankOf(one))[0];

/** The order that was paid, else the oldest, of a list that begins with the newest. */
const weightiestOf = (orders: readonly RazorpayOrder[]): Found =>
  [...orders]
    .reverse()
    .map((order) => ({ order, payment: weightiest(order) }))
    .reduce((best, each) => (rankOf(best.payment) >= rankOf(each.payment) ? best : each));

const paymentIdOf = ({ receipt }: RazorpayOrder): PaymentId | undefined =>
  receipt !== null && looksLikeId(receipt) ? id<PaymentId>(receipt.toLowerCase()) : undefined;

function wordOf(payment: RazorpayPayment, reference: string): GatewayAnswer {
  const amount = Money.of(payment.amount, payment.currency);
  switch (payment.status) {
    case 'captured':
    case 'refunded':
      return { outcome: 'captured', reference, amount };
    case 'authorized':
      return { outcome: 'authorized', reference, amount };
    case 'created':
      return { outcome: 'processing', reference };
    case 'failed':
      return { outcome: 'declined', reference, declineCode: DECLINES[payment.error_reason ?? ''] ?? 'card_declined' };
  }
}

function newsOf({ event, payload: { payment, refund } }: RazorpayEvent, reference: string): ProviderNews {
  switch (event) {
    case 'payment.authorized':
    case 'payment.captured':
    case 'payment.failed':
      return payment ? { kind: 'payment', word: wordOf(payment.entity, reference) } : { kind: 'nothing' };
    case 'refund.processed':
    case 'refund.failed': {
      // what was never captured goes back by itself, and is no refund of ours
      if (!refund || !payment?.entity.captured) return { kind: 'nothing' };
      const { receipt } = refund.entity;
      const refundId = receipt !== null && looksLikeId(receipt) ? id<RefundId>(receipt.toLowerCase()) : null;
      return { kind: 'refund', refundId, reference: refund.entity.id, answer: refundAnswerOf(refund.entity) };
    }
    case 'payment.dispute.lost':
      return { kind: 'charge_back', reference };
    default:
      return { kind: 'nothing' };
  }
}

const refundAnswerOf = ({ id: reference, status }: RazorpayRefund): RefundAnswer =>
  status === 'failed'
    ? { outcome: 'failed', reason: 'refund_failed' }
    : { outcome: status === 'processed' ? 'succeeded' : 'pending', reference };

/** https://razorpay.com/docs/errors: the reason is a word that a program may read. */
function reasonOf(body: unknown): string {
  const { error } = body as { error?: { reason?: string | null; code?: string | null } };
  const word = error?.reason ?? error?.code ?? '';
  return /^[A-Za-z_]{1,60}$/.test(word) && word !== 'NA' ? word.toLowerCase() : 'refund_refused';
}

function isSigned(signature: string | undefined, secret: string, rawBody: Uint8Array): boolean {
  if (secret === '' || !/^[0-9a-f]{64}$/i.test(signature ?? '')) return false;
  return timingSafeEqual(Buffer.from(signature ?? '', 'hex'), createHmac('sha256', secret).update(rawBody).digest());
}
