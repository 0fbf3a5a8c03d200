import { createHmac, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { JsonProvider, type ProviderCall, type ProviderReply } from './json-provider.js';

/**
 * PayPal as its reference describes it: https://developer.paypal.com/docs/api and the OpenAPI documents of
 * github.com/paypal/paypal-rest-api-specifications. Written from there, not from our adapter; each part names its page.
 */

interface Amount {
  readonly currency_code: string;
  readonly value: string;
}

interface Capture {
  readonly id: string;
  readonly amount: Amount;
  readonly custom_id: string;
  readonly invoice_id: string;
  readonly create_time: string;
  readonly supplementary_data: { readonly related_ids: { readonly order_id: string } };
  readonly processor_response?: { readonly response_code: string };
  status: 'COMPLETED' | 'DECLINED' | 'PARTIALLY_REFUNDED' | 'PENDING' | 'REFUNDED';
}

interface Authorization {
  readonly id: string;
  readonly amount: Amount;
  readonly custom_id: string;
  readonly invoice_id: string;
  readonly create_time: string;
  readonly supplementary_data: { readonly related_ids: { readonly order_id: string } };
  status: 'CREATED' | 'CAPTURED' | 'VOIDED';
  voidedAt?: string;
}

interface Refund {
  readonly id: string;
  readonly amount: Amount;
  readonly custom_id: string | undefined;
  readonly create_time: string;
  readonly status: 'COMPLETED' | 'PENDING';
  readonly links: readonly { readonly rel: string; readonly href: string }[];
}

interface NewOrder {
  readonly intent: Order['intent'];
  readonly purchase_units: readonly { readonly amount: Amount; readonly custom_id: string; readonly invoice_id: string }[];
  readonly payment_source?: unknown;
}

interface Order {
  readonly id: string;
  readonly intent: 'CAPTURE' | 'AUTHORIZE';
  readonly amount: Amount;
  readonly invoice_id: string;
  readonly captures: Capture[];
  readonly authorizations: Authorization[];
  readonly refunds: Refund[];
  customId: string;
  returnUrl: string | undefined;
  status: 'CREATED' | 'PAYER_ACTION_REQUIRED' | 'APPROVED' | 'COMPLETED';
  buyer: BuyerDoes;
}

/** What the buyer's wallet does once the order is completed. https://developer.paypal.com/tools/sandbox/negative-testing */
export interface BuyerDoes {
  readonly pays?: 'declined' | 'instrument_declined' | 'later';
  /** https://developer.paypal.com/docs/api/orders/v2/#definition-processor_response */
  readonly responseCode?: string;
  readonly refunds?: 'refused' | 'later';
}

interface Transaction {
  readonly transaction_id: string;
  readonly paypal_reference_id?: string;
  readonly paypal_reference_id_type?: 'TXN';
  readonly transaction_event_code: string;
  readonly transaction_initiation_date: string;
  readonly transaction_amount: Amount;
  readonly transaction_status: 'D' | 'P' | 'S';
  readonly custom_field: string | undefined;
}

/** https://developer.paypal.com/api/rest/reference/currency-codes */
const CURRENCIES = 'AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD'.split(' ');
const WITHOUT_DECIMALS = ['HUF', 'JPY', 'TWD'];
/** Small, so that reports have several pages. */
const REPORT_PAGE = 5;
const OPEN_PATHS = ['/v1/oauth2/token', '/v1/notifications/verify-webhook-signature'];

const idOf = (): string => randomBytes(9).toString('hex').slice(0, 17).toUpperCase();
const now = (): string => new Date().toISOString();
const minor = ({ value }: Amount): number => Math.round(Number(value) * 100);
/** https://developer.paypal.com/api/rest/responses */
const refused = (status: number, name: string, issue: string): ProviderReply => ({
  status,
  body: { name, message: 'The request could not be performed.', debug_id: idOf(), details: [{ issue, description: issue }] },
});
const unprocessable = (issue: string) => refused(422, 'UNPROCESSABLE_ENTITY', issue);
const missing = () => refused(404, 'RESOURCE_NOT_FOUND', 'INVALID_RESOURCE_ID');

export class PayPalServer extends JsonProvider {
  readonly clientId = 'AclientOfPayPalUnderTest';
  readonly clientSecret = 'EsecretOfPayPalUnderTest';
  readonly webhookId = '8PT597110X687430LKGECATA';
  readonly accessToken = 'A21AAtokenOfPayPalUnderTest';
  /** How many tokens were asked for. */
  tokens = 0;
  /** The next call finds that its token has died. */
  tokenIsDead = false;
  readonly #signingKey = randomBytes(16);
  readonly #orders: Order[] = [];
  /** By PayPal-Request-Id and address. https://developer.paypal.com/api/rest/reference/idempotency */
  readonly #kept = new Map<string, ProviderReply>();

  static async start(): Promise<PayPalServer> {
    const server = new PayPalServer();
    await server.listen();
    return server;
  }

  /** The buyer agrees on PayPal's page. @throws when the order is not there to be approved. */
  approve(orderId: string, buyer: BuyerDoes = {}): void {
    const order = this.#orders.find(({ id }) => id === orderId);
    if (!order || order.status !== 'PAYER_ACTION_REQUIRED') throw new Error('There is nothing to approve');
    order.status = 'APPROVED';
    order.buyer = buyer;
  }

  /** Where PayPal sends the buyer after that. */
  returnUrlOf(orderId: string): string | undefined {
    return this.#orders.find(({ id }) => id === orderId)?.returnUrl;
  }

  of(paymentId: string) {
    const mine = this.#orders.filter(({ invoice_id }) => invoice_id === paymentId);
    return {
      orders: mine.length,
      captures: mine.flatMap(({ captures }) => captures),
      authorizations: mine.flatMap(({ authorizations }) => authorizations),
      refunds: mine.flatMap(({ refunds }) => refunds),
    };
  }

  /** https://developer.paypal.com/api/rest/webhooks/event-names; signed as in https://developer.paypal.com/api/rest/webhooks/rest */
  notice(type: string, paymentId: string, at: Date) {
    const order = this.#orders.find(({ invoice_id }) => invoice_id === paymentId);
    if (!order) throw new Error('There is no such order');
    const resource = type.startsWith('CHECKOUT.')
      ? this.#shown(order)
      : type === 'PAYMENT.CAPTURE.REFUNDED'
        ? order.refunds.at(-1)
        : type.startsWith('PAYMENT.AUTHORIZATION')
          ? order.authorizations[0]
          : order.captures[0];
    const event = { id: `WH-${idOf()}-${idOf()}`, event_version: '1.0', create_time: at.toISOString(), event_type: type, resource };
    const rawBody = Buffer.from(JSON.stringify(event));
    const [transmission, time] = [randomBytes(16).toString('hex'), at.toISOString()];
    return {
      rawBody,
      headers: {
        'paypal-auth-algo': 'SHA256withRSA',
        'paypal-cert-url': 'https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-1d93a270',
        'paypal-transmission-id': transmission,
        'paypal-transmission-time': time,
        'paypal-transmission-sig': this.#signature(transmission, time, rawBody),
      },
    };
  }

  protected handle(call: ProviderCall): ProviderReply {
    const { method, url, headers, rawBody } = call;
    if (url.pathname === '/v1/oauth2/token') return this.#token(call);
    if (headers.authorization !== `Bearer ${this.accessToken}` || this.tokenIsDead) {
      this.tokenIsDead = false;
      return { status: 401, body: { error: 'invalid_token', error_description: 'Token signature verification failed' } };
    }
    if (url.pathname === '/v1/notifications/verify-webhook-signature') return this.#verify(rawBody);
    if (url.pathname === '/v1/reporting/transactions') return this.#report(url.searchParams);
    const requestId = headers['paypal-request-id'];
    const kept = `${url.pathname} ${String(requestId)}`;
    const known = requestId === undefined ? undefined : this.#kept.get(kept);
    // "the API returns the latest status of the previous request with that same header", with 200 in place of 201
    if (known) return { status: known.status === 204 ? 204 : 200, body: known.body };
    const reply = this.#perform(method, url.pathname, rawBody === '' ? {} : JSON.parse(rawBody));
    if (requestId !== undefined && reply.status < 300) this.#kept.set(kept, reply);
    return reply;
  }

  protected override changesSomething(method: string, path: string): boolean {
    return method !== 'GET' && !OPEN_PATHS.includes(path);
  }

  #perform(method: string, path: string, body: unknown): ProviderReply {
    const [, , kind, things, name, deed] = path.split('/');
    if (kind === 'checkout' && things === 'orders') {
      if (name === undefined) return this.#createOrder(body as NewOrder);
      const order = this.#orders.find(({ id }) => id === name);
      if (!order) return missing();
      if (method === 'GET') return { status: 200, body: this.#shown(order) };
      if (method === 'PATCH') return this.#patch(order, body as readonly { op: string; path: string; value: string }[]);
      if (deed === 'confirm-payment-source') return this.#confirm(order, body);
      if (deed === 'capture' || deed === 'authorize') return this.#complete(order, deed);
    }
    const order = this.#orders.find(({ captures, authorizations }) => [...captures, ...authorizations].some(({ id }) => id === name));
    if (!order || kind !== 'payments') return missing();
    if (things === 'authorizations') return this.#settle(order, deed, body as { amount?: Amount });
    if (things === 'captures' && deed === 'refund') return this.#refund(order, body as { amount?: Amount; custom_id?: string });
    return missing();
  }

  /** https://developer.paypal.com/api/rest/authentication */
  #token({ headers, rawBody }: ProviderCall): ProviderReply {
    const key = Buffer.from(`${this.clientId}:${this.clientSecret}`).toString('base64');
    if (headers.authorization !== `Basic ${key}` || rawBody !== 'grant_type=client_credentials')
      return { status: 401, body: { error: 'invalid_client' } };
    this.tokens += 1;
    return {
      status: 200,
      body: {
        scope: 'https://uri.paypal.com/services/payments/payment',
        access_token: this.accessToken,
        token_type: 'Bearer',
        expires_in: 32_400,
      },
    };
  }

  /** https://developer.paypal.com/docs/api/orders/v2/#orders_create */
  #createOrder(given: NewOrder): ProviderReply {
    const [unit] = given.purchase_units;
    if (!unit) return refused(400, 'INVALID_REQUEST', 'MISSING_REQUIRED_PARAMETER');
    const { currency_code, value } = unit.amount;
    if (!CURRENCIES.includes(currency_code)) return unprocessable('CURRENCY_NOT_SUPPORTED');
    const decimals = value.split('.')[1]?.length ?? 0;
    if (decimals > (WITHOUT_DECIMALS.includes(currency_code) ? 0 : 2)) return unprocessable('DECIMALS_NOT_SUPPORTED');
    const order: Order = {
      id: idOf(),
      intent: given.intent,
      amount: unit.amount,
      invoice_id: unit.invoice_id,
      customId: unit.custom_id,
      captures: [],
      authorizations: [],
      refunds: [],
      returnUrl: undefined,
      status: 'CREATED',
      buyer: {},
    };
    this.#orders.push(order);
    if (given.payment_source !== undefined) this.#confirm(order, given);
    return { status: 201, body: this.#shown(order) };
  }

  /** https://developer.paypal.com/docs/api/orders/v2/#orders_confirm */
  #confirm(order: Order, body: unknown): ProviderReply {
    if (order.status !== 'CREATED' && order.status !== 'PAYER_ACTION_REQUIRED') return unprocessable('ORDER_NOT_APPROVABLE');
    const { payment_source } = body as { payment_source?: { paypal?: { experience_context?: { return_url?: string } } } };
    order.status = 'PAYER_ACTION_REQUIRED';
    order.returnUrl = payment_source?.paypal?.experience_context?.return_url;
    return { status: 200, body: this.#shown(order) };
  }

  /** https://developer.paypal.com/docs/api/orders/v2/#orders_patch */
  #patch(order: Order, [change, ...more]: readonly { op: string; path: string; value: string }[]): ProviderReply {
    if (order.status === 'COMPLETED') return unprocessable('ORDER_ALREADY_COMPLETED');
    if (more.length > 0 || change?.op !== 'replace' || change.path !== "/purchase_units/@reference_id=='default'/custom_id")
      return unprocessable('INVALID_PATCH_OPERATION');
    order.customId = change.value;
    return { status: 204 };
  }

  /** https://developer.paypal.com/docs/api/orders/v2/#orders_capture and #orders_authorize */
  #complete(order: Order, deed: 'capture' | 'authorize'): ProviderReply {
    if (order.status === 'COMPLETED') return unprocessable(deed === 'capture' ? 'ORDER_ALREADY_CAPTURED' : 'ORDER_ALREADY_AUTHORIZED');
    if (order.status !== 'APPROVED') return unprocessable('ORDER_NOT_APPROVED');
    if ((deed === 'capture') !== (order.intent === 'CAPTURE')) return unprocessable('ACTION_DOES_NOT_MATCH_INTENT');
    if (order.buyer.pays === 'instrument_declined') return unprocessable('INSTRUMENT_DECLINED');
    order.status = 'COMPLETED';
    if (deed === 'authorize') order.authorizations.push({ ...this.#common(order), amount: order.amount, status: 'CREATED' });
    else this.#take(order, order.amount);
    return { status: 201, body: this.#shown(order) };
  }

  /** https://developer.paypal.com/docs/api/payments/v2/#authorizations_capture and #authorizations_void */
  #settle(order: Order, deed: string | undefined, { amount }: { amount?: Amount }): ProviderReply {
    const [authorization] = order.authorizations;
    if (!authorization) return missing();
    if (authorization.status === 'VOIDED') return unprocessable(deed === 'void' ? 'PREVIOUSLY_VOIDED' : 'AUTHORIZATION_VOIDED');
    if (authorization.status === 'CAPTURED')
      return unprocessable(deed === 'void' ? 'PREVIOUSLY_CAPTURED' : 'AUTHORIZATION_ALREADY_CAPTURED');
    if (deed === 'void') {
      authorization.status = 'VOIDED';
      authorization.voidedAt = now();
      return { status: 200, body: authorization };
    }
    const wanted = amount ?? authorization.amount;
    if (minor(wanted) > minor(authorization.amount) * 1.15) return unprocessable('MAX_CAPTURE_AMOUNT_EXCEEDED');
    authorization.status = 'CAPTURED';
    return { status: 201, body: this.#take(order, wanted) };
  }

  #take(order: Order, amount: Amount): Capture {
    const { pays, responseCode } = order.buyer;
    const capture: Capture = {
      ...this.#common(order),
      amount,
      status: pays === 'declined' ? 'DECLINED' : pays === 'later' ? 'PENDING' : 'COMPLETED',
      ...(responseCode !== undefined && { processor_response: { response_code: responseCode } }),
    };
    order.captures.push(capture);
    return capture;
  }

  /** https://developer.paypal.com/docs/api/payments/v2/#captures_refund */
  #refund(order: Order, { amount, custom_id }: { amount?: Amount; custom_id?: string }): ProviderReply {
    const [capture] = order.captures;
    if (!capture || capture.status === 'PENDING' || capture.status === 'DECLINED') return unprocessable('CAPTURE_STATUS_NOT_VALID');
    if (capture.status === 'REFUNDED') return unprocessable('CAPTURE_FULLY_REFUNDED');
    const gone = order.refunds.reduce((sum, refund) => sum + minor(refund.amount), 0);
    const wanted = amount ?? capture.amount;
    if (gone + minor(wanted) > minor(capture.amount)) return unprocessable('REFUND_AMOUNT_EXCEEDED');
    if (order.buyer.refunds === 'refused') return unprocessable('REFUND_FAILED_INSUFFICIENT_FUNDS');
    const refund: Refund = {
      id: idOf(),
      amount: wanted,
      custom_id,
      create_time: now(),
      status: order.buyer.refunds === 'later' ? 'PENDING' : 'COMPLETED',
      links: [{ rel: 'up', href: `${this.url}/v2/payments/captures/${capture.id}` }],
    };
    order.refunds.push(refund);
    capture.status = gone + minor(wanted) === minor(capture.amount) ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
    return { status: 201, body: refund };
  }

  /** https://developer.paypal.com/docs/api/webhooks/v1/#verify-webhook-signature_post */
  #verify(rawBody: string): ProviderReply {
    const { transmission_id, transmission_time, transmission_sig, webhook_id } = JSON.parse(rawBody) as Record<string, string>;
    const start = rawBody.indexOf('"webhook_event":') + '"webhook_event":'.length;
    const expected = this.#signature(transmission_id ?? '', transmission_time ?? '', Buffer.from(rawBody.slice(start, -1)));
    const isRight = transmission_sig === expected && webhook_id === this.webhookId;
    return { status: 200, body: { verification_status: isRight ? 'SUCCESS' : 'FAILURE' } };
  }

  /** Stands for the RSA signature over the same words. */
  #signature(transmission: string, time: string, rawBody: Buffer): string {
    return createHmac('sha256', this.#signingKey)
      .update(`${transmission}|${time}|${this.webhookId}|${crc32(rawBody)}`)
      .digest('base64');
  }

  /** https://developer.paypal.com/docs/api/transaction-search/v1/#transactions_get */
  #report(query: URLSearchParams): ProviderReply {
    const [from, to] = [Date.parse(query.get('start_date') ?? ''), Date.parse(query.get('end_date') ?? '')];
    if (!(to >= from) || to - from > 31 * 24 * 3_600_000) return refused(400, 'INVALID_REQUEST', 'INVALID_DATE_RANGE');
    const [size, page] = [Math.min(Number(query.get('page_size') ?? 100), REPORT_PAGE), Number(query.get('page') ?? 1)];
    const all = this.#orders
      .flatMap((order) => transactionsOf(order))
      .filter(({ transaction_initiation_date }) => {
        const at = Date.parse(transaction_initiation_date);
        return at >= from && at <= to;
      });
    const details = all.slice((page - 1) * size, page * size).map((transaction_info) => ({ transaction_info }));
    return {
      status: 200,
      body: { transaction_details: details, page, total_items: all.length, total_pages: Math.max(1, Math.ceil(all.length / size)) },
    };
  }

  #common({ id: orderId, customId, invoice_id }: Order) {
    return { id: idOf(), custom_id: customId, invoice_id, create_time: now(), supplementary_data: { related_ids: { order_id: orderId } } };
  }

  /** https://developer.paypal.com/docs/api/orders/v2/#definition-order */
  #shown({ id, intent, status, amount, customId, invoice_id, captures, authorizations, refunds }: Order): object {
    const payments = {
      ...(captures.length > 0 && { captures }),
      ...(authorizations.length > 0 && { authorizations }),
      ...(refunds.length > 0 && { refunds }),
    };
    const page = { href: `https://www.sandbox.paypal.com/checkoutnow?token=${id}`, method: 'GET' };
    const link = status === 'PAYER_ACTION_REQUIRED' ? 'payer-action' : 'approve';
    return structuredClone({
      id,
      intent,
      status,
      purchase_units: [{ reference_id: 'default', custom_id: customId, invoice_id, amount, ...(status === 'COMPLETED' && { payments }) }],
      links: [
        { rel: 'self', href: `${this.url}/v2/checkout/orders/${id}`, method: 'GET' },
        ...(status === 'COMPLETED' ? [] : [{ ...page, rel: link }]),
      ],
    });
  }
}

/** https://developer.paypal.com/docs/transaction-search/transaction-event-codes */
function transactionsOf({ captures, authorizations, refunds }: Order): readonly Transaction[] {
  const below = ({ currency_code, value }: Amount): Amount => ({ currency_code, value: `-${value}` });
  const [authorization] = authorizations;
  const held = authorizations.map(({ id, amount, create_time, custom_id }): Transaction => ({
    transaction_id: id,
    transaction_event_code: 'T1300',
    transaction_initiation_date: create_time,
    transaction_amount: amount,
    transaction_status: 'S',
    custom_field: custom_id,
  }));
  const voided = authorizations.flatMap(({ id, amount, voidedAt, custom_id }): Transaction[] =>
    voidedAt === undefined
      ? []
      : [
          {
            transaction_id: `${id}V`,
            paypal_reference_id: id,
            paypal_reference_id_type: 'TXN',
            transaction_event_code: 'T1302',
            transaction_initiation_date: voidedAt,
            transaction_amount: below(amount),
            transaction_status: 'S',
            custom_field: custom_id,
          },
        ],
  );
  const taken = captures.map(({ id, amount, create_time, custom_id, status }): Transaction => ({
    transaction_id: id,
    ...(authorization && { paypal_reference_id: authorization.id, paypal_reference_id_type: 'TXN' }),
    transaction_event_code: 'T0006',
    transaction_initiation_date: create_time,
    transaction_amount: amount,
    transaction_status: status === 'DECLINED' ? 'D' : status === 'PENDING' ? 'P' : 'S',
    custom_field: custom_id,
  }));
  const returned = refunds.map(({ id, amount, create_time, custom_id, status }): Transaction => ({
    transaction_id: id,
    ...(captures[0] && { paypal_reference_id: captures[0].id, paypal_reference_id_type: 'TXN' }),
    transaction_event_code: 'T1107',
    transaction_initiation_date: create_time,
    transaction_amount: below(amount),
    transaction_status: status === 'PENDING' ? 'P' : 'S',
    custom_field: custom_id,
  }));
  return [...held, ...voided, ...taken, ...returned];
}
