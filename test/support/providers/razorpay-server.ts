import { createHmac } from 'node:crypto';
import { JsonProvider, type ProviderCall, type ProviderReply } from './json-provider.js';

/**
 * Razorpay as its documentation describes it: https://razorpay.com/docs/api. Written from there, not from our adapter; each part
 * names its page.
 */

interface Order {
  readonly id: string;
  readonly entity: 'order';
  readonly amount: number;
  readonly currency: string;
  readonly receipt: string | null;
  readonly created_at: number;
  amount_paid: number;
  amount_due: number;
  attempts: number;
  status: 'created' | 'attempted' | 'paid';
  notes: Record<string, string> | never[];
  /** Not shown. */
  readonly capture: 'automatic' | 'manual';
}

interface Payment {
  readonly id: string;
  readonly entity: 'payment';
  readonly order_id: string;
  readonly amount: number;
  readonly currency: string;
  readonly method: 'card' | 'upi';
  readonly created_at: number;
  status: 'created' | 'authorized' | 'captured' | 'refunded' | 'failed';
  captured: boolean;
  amount_refunded: number;
  refund_status: 'partial' | 'full' | null;
  error_code: string | null;
  error_reason: string | null;
  /** Not shown. */
  readonly refunds: 'processed' | 'pending' | 'refused';
}

interface Refund {
  readonly id: string;
  readonly entity: 'refund';
  readonly payment_id: string;
  readonly amount: number;
  readonly currency: string;
  readonly receipt: string | null;
  readonly notes: Record<string, string> | never[];
  readonly created_at: number;
  readonly status: 'processed' | 'pending';
}

/** What the buyer does on the checkout. https://razorpay.com/docs/payments/payments/test-card-details */
export type BuyerDoes =
  | { readonly does: 'pay'; readonly by?: 'card' | 'upi'; readonly refunds?: Payment['refunds'] }
  | { readonly does: 'fail'; readonly reason: string }
  | { readonly does: 'wait' };

/** Three-decimal currencies end with 0. https://razorpay.com/docs/api/orders/create */
const THREE_DECIMALS = ['KWD', 'BHD', 'OMR', 'JOD', 'TND'];
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const nowInSeconds = () => Math.floor(Date.now() / 1000);
const ok = (body: unknown): ProviderReply => ({ status: 200, body });
/** https://razorpay.com/docs/errors */
const refused = (description: string, status = 400, reason: string | null = 'input_validation_failed'): ProviderReply => ({
  status,
  body: {
    error: { code: 'BAD_REQUEST_ERROR', description, field: null, source: 'business', step: 'payment_initiation', reason, metadata: {} },
  },
});
const list = (items: readonly unknown[]) => ({ entity: 'collection', count: items.length, items });

export class RazorpayServer extends JsonProvider {
  readonly keyId = 'rzp_test_portico1234567';
  readonly keySecret = 'kS3cretOfRazorpayUnderTest';
  readonly webhookSecret = 'whS3cretOfRazorpayUnderTest';
  readonly #orders: Order[] = [];
  readonly #payments: Payment[] = [];
  readonly #refunds: Refund[] = [];
  /** By idempotency key: what was asked and what was made of it. */
  readonly #keptRefunds = new Map<string, { readonly asked: string; readonly reply: ProviderReply }>();

  static async start(): Promise<RazorpayServer> {
    const server = new RazorpayServer();
    await server.listen();
    return server;
  }

  /** What the buyer sees and does. @throws when the order takes no payment any more. */
  buyer(orderId: string, what: BuyerDoes): void {
    const order = this.#orders.find(({ id }) => id === orderId);
    if (!order || order.status === 'paid') throw new Error('This order takes no payment');
    const status =
      what.does === 'fail' ? 'failed' : what.does === 'wait' ? 'created' : order.capture === 'automatic' ? 'captured' : 'authorized';
    this.#payments.push({
      id: this.#id('pay'),
      entity: 'payment',
      order_id: order.id,
      amount: order.amount,
      currency: order.currency,
      method: (what.does === 'pay' && what.by) || 'card',
      created_at: nowInSeconds(),
      status,
      captured: status === 'captured',
      amount_refunded: 0,
      refund_status: null,
      error_code: what.does === 'fail' ? 'BAD_REQUEST_ERROR' : null,
      error_reason: what.does === 'fail' ? what.reason : null,
      refunds: (what.does === 'pay' && what.refunds) || 'processed',
    });
    order.attempts += 1;
    order.status = 'attempted';
    if (status === 'captured') this.#pay(order);
  }

  paymentsOf(receipt: string): readonly Readonly<Payment>[] {
    const orders = this.#orders.filter((order) => order.receipt === receipt).map(({ id }) => id);
    return this.#payments.filter(({ order_id }) => orders.includes(order_id));
  }

  refundsOf(receipt: string): readonly Readonly<Refund>[] {
    const payments = this.paymentsOf(receipt).map(({ id }) => id);
    return this.#refunds.filter(({ payment_id }) => payments.includes(payment_id));
  }

  /** How often the order was made that carries this receipt. */
  ordersOf(receipt: string): number {
    return this.#orders.filter((order) => order.receipt === receipt).length;
  }

  /** What the checkout hands to the browser. https://razorpay.com/docs/payments/payment-gateway/web-integration/standard/integration-steps */
  checkoutResult(receipt: string) {
    const [payment] = this.paymentsOf(receipt);
    if (!payment) throw new Error('Nobody has paid');
    const signature = createHmac('sha256', this.keySecret).update(`${payment.order_id}|${payment.id}`).digest('hex');
    return { razorpay_payment_id: payment.id, razorpay_order_id: payment.order_id, razorpay_signature: signature };
  }

  /** https://razorpay.com/docs/webhooks/payments, /refunds, /disputes and, for the headers, /docs/webhooks/validate-test */
  notice(event: string, receipt: string, at: Date, refundId?: string) {
    const payment = this.paymentsOf(receipt)[0];
    const refund = this.refundsOf(receipt).find((each) => each.receipt === refundId);
    const dispute = event.startsWith('payment.dispute.')
      ? { dispute: { entity: { id: this.#id('disp'), entity: 'dispute', payment_id: payment?.id } } }
      : {};
    const payload = {
      ...(payment && { payment: { entity: shown(payment) } }),
      ...(event.startsWith('refund.') && refund && { refund: { entity: refund } }),
      ...dispute,
    };
    const body = {
      entity: 'event',
      account_id: 'acc_E7OQJcEANmBHTC',
      event,
      contains: Object.keys(payload),
      payload,
      created_at: Math.floor(at.getTime() / 1000),
    };
    const rawBody = Buffer.from(JSON.stringify(body));
    const signature = createHmac('sha256', this.webhookSecret).update(rawBody).digest('hex');
    return { rawBody, headers: { 'x-razorpay-signature': signature, 'x-razorpay-event-id': this.#id('evt').slice(4) } };
  }

  protected handle({ method, url, headers, rawBody }: ProviderCall): ProviderReply {
    const key = Buffer.from(`${this.keyId}:${this.keySecret}`).toString('base64');
    if (headers.authorization !== `Basic ${key}`) return refused('Authentication failed', 401, null);
    const [, version, kind, name, deed] = url.pathname.split('/');
    if (version !== 'v1') return refused('The requested URL was not found on the server.', 404, null);
    const body = (rawBody === '' ? {} : JSON.parse(rawBody)) as Record<string, unknown>;
    if (kind === 'orders' && name === undefined && method === 'POST') return this.#createOrder(body);
    if (kind === 'orders' && name === undefined && method === 'GET') return this.#listOrders(url.searchParams);
    if (kind === 'orders' && name !== undefined) return this.#oneOrder(method, name, deed, body);
    if (kind === 'payments' && deed === 'refunds' && method === 'GET') {
      const items = this.#refunds.filter(({ payment_id }) => payment_id === name);
      return ok({ entity: 'collection', count: items.length, items });
    }
    if (kind === 'payments' && name !== undefined && method === 'POST') {
      const payment = this.#payments.find(({ id }) => id === name);
      if (!payment) return refused('The id provided does not exist');
      if (deed === 'capture') return this.#capture(payment, body);
      if (deed === 'refund') return this.#refundOnce(payment, body, headers['x-refund-idempotency'] as string | undefined);
    }
    return refused('The requested URL was not found on the server.', 404, null);
  }

  /** https://razorpay.com/docs/api/orders/create */
  #createOrder({ amount, currency, receipt, notes, payment }: Record<string, unknown>): ProviderReply {
    if (typeof amount !== 'number' || !Number.isInteger(amount) || amount < 1) return refused('The amount must be an integer.');
    if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) return refused('The currency is not supported.');
    if (THREE_DECIMALS.includes(currency) && amount % 10 !== 0) return refused('The last digit of the amount must be 0.');
    if (typeof receipt === 'string' && receipt.length > 40) return refused('The receipt may not be greater than 40 characters.');
    const given = (notes ?? []) as Record<string, string>;
    if (Object.values(given).some((note) => note.length > 256) || Object.keys(given).length > 15) return refused('The notes are too long.');
    const { capture, capture_options } = (payment ?? {}) as { capture?: Order['capture']; capture_options?: Record<string, unknown> };
    // https://razorpay.com/docs/payments/payments/capture-settings/api
    if (capture === 'automatic' && !(Number(capture_options?.['automatic_expiry_period']) >= 12))
      return refused('The automatic expiry period is required, and at least 12 minutes.');
    const order: Order = {
      id: this.#id('order'),
      entity: 'order',
      amount,
      amount_paid: 0,
      amount_due: amount,
      currency,
      receipt: typeof receipt === 'string' ? receipt : null,
      status: 'created',
      attempts: 0,
      notes: given,
      created_at: nowInSeconds(),
      capture: capture ?? 'manual',
    };
    this.#orders.unshift(order);
    return ok(shown(order));
  }

  /** The newest first. https://razorpay.com/docs/api/orders/fetch-all */
  #listOrders(query: URLSearchParams): ProviderReply {
    const [from, to] = [Number(query.get('from') ?? 0), Number(query.get('to') ?? Number.MAX_SAFE_INTEGER)];
    const [count, skip, receipt] = [Math.min(Number(query.get('count') ?? 10), 100), Number(query.get('skip') ?? 0), query.get('receipt')];
    const found = this.#orders
      .filter((order) => order.created_at >= from && order.created_at <= to && (receipt === null || order.receipt === receipt))
      .slice(skip, skip + count);
    const isExpanded = query.getAll('expand[]').includes('payments');
    return ok(list(found.map((order) => ({ ...shown(order), ...(isExpanded && { payments: list(this.#paymentsOn(order.id)) }) }))));
  }

  /** https://razorpay.com/docs/api/orders/fetch-with-id, /update and /fetch-payments */
  #oneOrder(method: string, name: string, deed: string | undefined, body: Record<string, unknown>): ProviderReply {
    const order = this.#orders.find(({ id }) => id === name);
    if (!order) return refused('The id provided does not exist');
    if (method === 'GET') return ok(deed === 'payments' ? list(this.#paymentsOn(order.id)) : shown(order));
    if (method !== 'PATCH' || deed !== undefined || Object.keys(body).join() !== 'notes')
      return refused('Only the notes of an order can be changed');
    order.notes = body['notes'] as Record<string, string>;
    return ok(shown(order));
  }

  /** The whole amount or nothing. https://razorpay.com/docs/api/payments/capture */
  #capture(payment: Payment, { amount, currency }: Record<string, unknown>): ProviderReply {
    if (payment.status === 'captured') return refused('This payment has already been captured');
    if (payment.status !== 'authorized') return refused('Only payments which have been authorized and not yet captured can be captured');
    if (amount !== payment.amount || currency !== payment.currency) return refused('Capture amount must be equal to the amount authorized');
    payment.status = 'captured';
    payment.captured = true;
    const order = this.#orders.find(({ id }) => id === payment.order_id);
    if (order) this.#pay(order);
    return ok(shown(payment));
  }

  /** https://razorpay.com/docs/api/refunds/normal-refunds-idempotent */
  #refundOnce(payment: Payment, body: Record<string, unknown>, key: string | undefined): ProviderReply {
    if (key === undefined) return this.#refund(payment, body);
    if (!/^[\w-]{10,}$/.test(key)) return refused('The idempotency key is not valid');
    const asked = JSON.stringify([payment.id, body]);
    const kept = this.#keptRefunds.get(key);
    if (kept && kept.asked !== asked)
      return refused('Different request with the same idempotency key has already been processed.', 400, 'NA');
    const reply = kept?.reply ?? this.#refund(payment, body);
    this.#keptRefunds.set(key, { asked, reply });
    return reply;
  }

  /** https://razorpay.com/docs/api/refunds/create-normal */
  #refund(payment: Payment, { amount, receipt, notes }: Record<string, unknown>): ProviderReply {
    if (!payment.captured) return refused('The payment status should be captured for action to be taken');
    const wanted = typeof amount === 'number' ? amount : payment.amount - payment.amount_refunded;
    if (wanted > payment.amount - payment.amount_refunded)
      return refused('The total refund amount is greater than the refund payment amount');
    if (payment.refunds === 'refused')
      return refused('Your account does not have enough balance to carry out the refund operation.', 400, 'insufficient_balance');
    payment.amount_refunded += wanted;
    payment.refund_status = payment.amount_refunded === payment.amount ? 'full' : 'partial';
    if (payment.refund_status === 'full') payment.status = 'refunded';
    const refund: Refund = {
      id: this.#id('rfnd'),
      entity: 'refund',
      payment_id: payment.id,
      amount: wanted,
      currency: payment.currency,
      receipt: typeof receipt === 'string' ? receipt : null,
      notes: (notes ?? []) as Refund['notes'],
      created_at: nowInSeconds(),
      status: payment.refunds === 'pending' ? 'pending' : 'processed',
    };
    this.#refunds.push(refund);
    return ok(refund);
  }

  #paymentsOn(orderId: string): readonly unknown[] {
    return this.#payments.filter(({ order_id }) => order_id === orderId).map(shown);
  }

  #pay(order: Order): void {
    order.status = 'paid';
    order.amount_paid = order.amount;
    order.amount_due = 0;
  }

  #id(prefix: string): string {
    return `${prefix}_${Array.from({ length: 14 }, () => LETTERS[Math.floor(Math.random() * LETTERS.length)]).join('')}`;
  }
}

/** Without what only the provider knows. */
function shown({ capture: _capture, refunds: _refunds, ...entity }: { readonly capture?: unknown; readonly refunds?: unknown }): object {
  return entity;
}
