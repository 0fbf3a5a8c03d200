import {
  GatewayUnreachable,
  type AuthorizeRequest,
  type BookedPayment,
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
import { Money } from '../../domain/shared/money.js';
import { moneyFrom, payPalAmount, type PayPalAmount } from './paypal-amount.js';
import { askProvider, type ProviderReply, type ProviderRequest } from './provider-api.js';

export interface PayPalSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Of the webhook as it was set up at PayPal: its notices are signed for it. */
  readonly webhookId: string;
  /** Without a trailing slash. */
  readonly apiUrl: string;
  /** `manual` holds the money until it is captured. */
  readonly capture: 'automatic' | 'manual';
}

interface Link {
  readonly rel: string;
  readonly href: string;
}

/** https://developer.paypal.com/docs/api/payments/v2/#definition-capture */
interface PayPalCapture {
  readonly id: string;
  readonly status: 'COMPLETED' | 'DECLINED' | 'PARTIALLY_REFUNDED' | 'PENDING' | 'REFUNDED' | 'FAILED';
  readonly amount: PayPalAmount;
  readonly processor_response?: { readonly response_code?: string };
}

/** https://developer.paypal.com/docs/api/payments/v2/#definition-authorization */
interface PayPalAuthorization {
  readonly id: string;
  readonly status: 'CREATED' | 'CAPTURED' | 'DENIED' | 'PARTIALLY_CAPTURED' | 'VOIDED' | 'PENDING';
  readonly amount: PayPalAmount;
  readonly processor_response?: { readonly response_code?: string };
}

/** https://developer.paypal.com/docs/api/payments/v2/#definition-refund */
interface PayPalRefund {
  readonly id: string;
  readonly status: 'CANCELLED' | 'FAILED' | 'PENDING' | 'COMPLETED';
  readonly custom_id?: string;
}

/** https://developer.paypal.com/docs/api/orders/v2/#definition-order */
interface PayPalOrder {
  readonly id: string;
  readonly status: 'CREATED' | 'SAVED' | 'APPROVED' | 'VOIDED' | 'COMPLETED' | 'PAYER_ACTION_REQUIRED';
  readonly intent: 'CAPTURE' | 'AUTHORIZE';
  readonly purchase_units: readonly {
    readonly custom_id?: string;
    readonly payments?: {
      readonly captures?: readonly PayPalCapture[];
      readonly authorizations?: readonly PayPalAuthorization[];
      readonly refunds?: readonly PayPalRefund[];
    };
  }[];
  readonly links?: readonly Link[];
}

/** https://developer.paypal.com/docs/api/webhooks/v1/#definition-event */
interface PayPalEvent {
  readonly id: string;
  readonly event_type: string;
  readonly create_time: string;
  readonly resource: {
    readonly id?: string;
    readonly status?: string;
    readonly custom_id?: string;
    readonly amount?: PayPalAmount;
    readonly purchase_units?: PayPalOrder['purchase_units'];
    readonly supplementary_data?: { readonly related_ids?: { readonly order_id?: string } };
  };
}

/** https://developer.paypal.com/docs/api/transaction-search/v1/#definition-transaction_info */
interface PayPalTransaction {
  readonly transaction_id: string;
  readonly paypal_reference_id?: string;
  readonly transaction_event_code: string;
  readonly transaction_initiation_date: string;
  readonly transaction_amount: PayPalAmount;
  readonly transaction_status: 'D' | 'P' | 'S' | 'V';
  readonly custom_field?: string;
}

/** https://developer.paypal.com/docs/api/orders/v2/#definition-processor_response */
const DECLINES: Readonly<Record<string, DeclineCode>> = { '5120': 'insufficient_funds', '5400': 'expired_card', '5180': 'card_declined' };
const REFUSED: GatewayAnswer = { outcome: 'declined', reference: null, declineCode: 'processing_error' };
const LET_GO = ':let_go';
const ID_LENGTH = 36;
/** How long before its end a token is not trusted any more. */
const TOKEN_MARGIN_MS = 60_000;
const FIVE_MINUTES_MS = 300_000;
/** https://developer.paypal.com/docs/api/transaction-search/v1: up to three hours until a transaction is in a report. */
const REPORTS_BEHIND_MS = 3 * 3_600_000;
/** The longest that a buyer may take to approve an order, which is in no report before. */
const APPROVED_WITHIN_MS = 72 * 3_600_000;
/** The longest span that its reports take. */
const REPORT_MS = 31 * 24 * 3_600_000;

const SIGNED_HEADERS = {
  auth_algo: 'paypal-auth-algo',
  cert_url: 'paypal-cert-url',
  transmission_id: 'paypal-transmission-id',
  transmission_sig: 'paypal-transmission-sig',
  transmission_time: 'paypal-transmission-time',
} as const;

/**
 * PayPal's wallet in two steps: the buyer approves an order on PayPal's page, and it is completed – the money taken, or held – by
 * whoever asks next: the return, the notice of the approval, or the sweeper. An order cannot be closed there; one that we let go of
 * is marked, and never completed. Our id is the PayPal-Request-Id, by which an order is found again for as long as it can be paid.
 */
export class PayPalPaymentGateway implements PaymentGateway {
  readonly name = 'paypal';
  readonly booksBehindMs = REPORTS_BEHIND_MS;
  readonly booksOpenLateMs = APPROVED_WITHIN_MS;
  readonly #settings: PayPalSettings;
  #token: Promise<{ readonly value: string; readonly until: number }> | undefined;

  constructor(settings: PayPalSettings) {
    this.#settings = settings;
  }

  async authorize({ paymentId, amount, returnUrl }: AuthorizeRequest): Promise<GatewayAnswer> {
    const [source, value] = [paymentSource(returnUrl), payPalAmount(amount)];
    const made = value && (await this.#open(paymentId, value, source));
    if (!made) return REFUSED;
    const order = made.status === 'CREATED' ? await this.#sendToPage(made.id, source) : made;
    return answerOf(await this.#complete(order, paymentId), order.id);
  }

  async capture(payment: KnownPayment, amount: Money): Promise<GatewayAnswer> {
    const order = await this.#find(payment);
    if (!order) throw new GatewayUnreachable(this.name, new Error('There is nothing to capture'));
    const authorization = authorizationOf(order);
    const wanted = payPalAmount(amount);
    // PayPal itself would take more than it holds
    const isHeld = authorization?.status === 'CREATED' && wanted && !amount.isMoreThan(moneyFrom(authorization.amount));
    if (isHeld) {
      const path = `/v2/payments/authorizations/${authorization.id}/capture`;
      await this.#call('POST', path, { amount: wanted, invoice_id: payment.id, final_capture: true }, `${payment.id}-capture`);
    }
    const after = isHeld ? await this.#read(order.id) : order;
    return answerOf(standingOf(after), order.id);
  }

  async void(payment: KnownPayment): Promise<void> {
    const order = await this.#find(payment);
    if (!order || isLetGo(order)) return;
    const authorization = authorizationOf(order);
    if (order.status === 'PAYER_ACTION_REQUIRED' || order.status === 'APPROVED') {
      const path = "/purchase_units/@reference_id=='default'/custom_id";
      const { status } = await this.#call('PATCH', `/v2/checkout/orders/${order.id}`, [
        { op: 'replace', path, value: payment.id + LET_GO },
      ]);
      if (status === 204) return;
      // completed this very moment: then there is something to void; else what is paid late is ours to give back
      const after = await this.#read(order.id);
      if (after.status !== order.status) await this.void({ ...payment, reference: order.id });
    } else if (authorization?.status === 'CREATED' || authorization?.status === 'PARTIALLY_CAPTURED') {
      await this.#call('POST', `/v2/payments/authorizations/${authorization.id}/void`, undefined, `${payment.id}-void`);
    }
  }

  async refund(payment: KnownPayment, refundId: RefundId, amount: Money): Promise<RefundAnswer> {
    const order = await this.#find(payment);
    const capture = order && captureOf(order);
    const wanted = payPalAmount(amount);
    if (!capture || !wanted) return { outcome: 'failed', reason: capture ? 'amount_not_possible' : 'payment_not_captured' };
    const path = `/v2/payments/captures/${capture.id}/refund`;
    const { status, body } = await this.#call('POST', path, { amount: wanted, custom_id: `${payment.id}:${refundId}` }, refundId);
    return status === 200 || status === 201 ? refundAnswerOf(body as PayPalRefund) : { outcome: 'failed', reason: issueOf(body) };
  }

  async lookUp(payment: KnownPayment): Promise<GatewayStanding> {
    const order = await this.#find(payment);
    return order ? this.#complete(order, payment.id) : { outcome: 'unknown' };
  }

  async lookUpRefund(payment: KnownPayment, { key, reference }: KnownRefund): Promise<RefundStanding> {
    const order = await this.#find(payment);
    const refunds = order?.purchase_units[0]?.payments?.refunds ?? [];
    const ours = refunds.find(({ id: known, custom_id }) => custom_id === `${payment.id}:${key}` || known === reference);
    return ours ? refundAnswerOf(ours) : { outcome: 'unknown' };
  }

  /** PayPal says itself whether it signed this. https://developer.paypal.com/docs/api/webhooks/v1/#verify-webhook-signature_post */
  async readWebhook({ rawBody, headers }: SignedRequest, at: Date): Promise<readonly ProviderEvent[]> {
    const text = Buffer.from(rawBody).toString('utf8');
    const event = eventFrom(text);
    const signed = Object.entries(SIGNED_HEADERS).map(([name, header]) => [name, headers[header]] as const);
    const age = Math.abs(at.getTime() - Date.parse(headers[SIGNED_HEADERS.transmission_time] ?? ''));
    if (!event || signed.some(([, value]) => !value) || !(age <= FIVE_MINUTES_MS)) throw new BadWebhookSignature();
    const question = JSON.stringify({ ...Object.fromEntries(signed), webhook_id: this.#settings.webhookId });
    // the event goes back byte for byte as it came: written anew it would be another one
    const { status, body } = await this.#send('POST', '/v1/notifications/verify-webhook-signature', {
      body: `${question.slice(0, -1)},"webhook_event":${text}}`,
    });
    if (status !== 200 || (body as { verification_status?: string }).verification_status !== 'SUCCESS') throw new BadWebhookSignature();
    const paymentId = ownerOf(event.resource.custom_id ?? event.resource.purchase_units?.[0]?.custom_id);
    const news = paymentId ? await this.#newsOf(event, paymentId) : ({ kind: 'nothing' } as const);
    return [{ id: event.id, type: event.event_type, occurredAt: new Date(event.create_time), paymentId, news }];
  }

  /**
   * Its reports, which are up to three hours behind, hold what happened to money: an order that nobody approved is in none.
   * https://developer.paypal.com/docs/api/transaction-search/v1/#transactions_get
   */
  async *booked(from: Date, to: Date): AsyncIterable<BookedPayment> {
    const byPayment = new Map<PaymentId, PayPalTransaction[]>();
    const end = Math.max(Date.now(), to.getTime());
    for (let start = from.getTime(); start < end; start += REPORT_MS) {
      for await (const transaction of this.#transactions(new Date(start), new Date(Math.min(start + REPORT_MS, end)))) {
        const paymentId = ownerOf(transaction.custom_field);
        if (paymentId) byPayment.set(paymentId, [...(byPayment.get(paymentId) ?? []), transaction]);
      }
    }
    for (const [paymentId, transactions] of byPayment) {
      const opening = transactions.find(({ paypal_reference_id }) => paypal_reference_id === undefined);
      const begun = Date.parse(opening?.transaction_initiation_date ?? '');
      if (opening && begun >= from.getTime() && begun < to.getTime()) yield lineOf(paymentId, opening, transactions);
    }
  }

  async *#transactions(from: Date, to: Date): AsyncIterable<PayPalTransaction> {
    const span = `start_date=${from.toISOString()}&end_date=${to.toISOString()}&fields=transaction_info&page_size=500`;
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const { status, body } = await this.#call('GET', `/v1/reporting/transactions?${span}&page=${page}`);
      const report = body as { total_pages?: number; transaction_details?: readonly { transaction_info: PayPalTransaction }[] };
      if (status !== 200 || !report.transaction_details) throw new GatewayUnreachable(this.name, new Error(`It answered ${status}`));
      for (const { transaction_info } of report.transaction_details) yield transaction_info;
      pages = report.total_pages ?? 1;
    }
  }

  async #newsOf({ event_type, resource }: PayPalEvent, paymentId: PaymentId): Promise<ProviderNews> {
    const reference = resource.supplementary_data?.related_ids?.order_id ?? resource.id ?? '';
    const payment = (word: GatewayStanding): ProviderNews => ({ kind: 'payment', word });
    switch (event_type) {
      case 'CHECKOUT.ORDER.APPROVED':
        return payment(await this.#complete(await this.#read(reference), paymentId));
      case 'PAYMENT.CAPTURE.COMPLETED':
      case 'PAYMENT.CAPTURE.PENDING':
      case 'PAYMENT.CAPTURE.DENIED':
      case 'PAYMENT.CAPTURE.DECLINED':
        return payment(captureWord(resource as PayPalCapture, reference));
      case 'PAYMENT.AUTHORIZATION.CREATED':
      case 'PAYMENT.AUTHORIZATION.VOIDED':
        return payment(authorizationWord(resource as PayPalAuthorization, reference));
      case 'PAYMENT.CAPTURE.REFUNDED':
      case 'PAYMENT.REFUND.PENDING':
      case 'PAYMENT.REFUND.FAILED': {
        const refund = resource as PayPalRefund;
        const refundId = resource.custom_id?.slice(ID_LENGTH + 1) ?? '';
        const answer = refundAnswerOf(refund);
        return { kind: 'refund', refundId: looksLikeId(refundId) ? id<RefundId>(refundId) : null, reference: refund.id, answer };
      }
      case 'PAYMENT.CAPTURE.REVERSED':
        return { kind: 'charge_back', reference };
      default:
        return { kind: 'nothing' };
    }
  }

  /** Takes or holds the money of an order that the buyer approved. @returns how it stands then. */
  async #complete(order: PayPalOrder, paymentId: PaymentId): Promise<GatewayStanding> {
    if (order.status !== 'APPROVED' || isLetGo(order)) return standingOf(order);
    const path = `/v2/checkout/orders/${order.id}/${order.intent === 'CAPTURE' ? 'capture' : 'authorize'}`;
    const { status, body } = await this.#call('POST', path, {}, `${paymentId}-complete`);
    if (status === 200 || status === 201) return standingOf(await this.#read(order.id));
    if (issueOf(body) === 'order_already_captured' || issueOf(body) === 'order_already_authorized')
      return standingOf(await this.#read(order.id));
    return { outcome: 'declined', reference: order.id, declineCode: 'card_declined' };
  }

  /** By its reference, else by asking for it again under our id: what was never sent to its page was never heard of by a buyer. */
  async #find({ id: paymentId, reference, amount }: KnownPayment): Promise<PayPalOrder | undefined> {
    if (reference !== null) return this.#readOrForgotten(reference);
    const value = payPalAmount(amount);
    if (!value) return undefined;
    const order = await this.#open(paymentId, value);
    if (!order) throw new GatewayUnreachable(this.name, new Error('It does not say whether it knows the order'));
    return order.status === 'CREATED' ? undefined : order;
  }

  /** Makes the order, or finds the one that was made under this id. https://developer.paypal.com/docs/api/orders/v2/#orders_create */
  async #open(paymentId: PaymentId, amount: PayPalAmount, source?: object): Promise<PayPalOrder | undefined> {
    const intent = this.#settings.capture === 'automatic' ? 'CAPTURE' : 'AUTHORIZE';
    const unit = { reference_id: 'default', custom_id: paymentId, invoice_id: paymentId, amount };
    const { status, body } = await this.#call('POST', '/v2/checkout/orders', { intent, purchase_units: [unit], ...source }, paymentId);
    if (status === 200) return this.#read((body as PayPalOrder).id); // known already: as it stands now
    return status === 201 ? (body as PayPalOrder) : undefined;
  }

  /** https://developer.paypal.com/docs/api/orders/v2/#orders_confirm */
  async #sendToPage(orderId: string, source: object): Promise<PayPalOrder> {
    const { status } = await this.#call('POST', `/v2/checkout/orders/${orderId}/confirm-payment-source`, source);
    if (status !== 200) throw new GatewayUnreachable(this.name, new Error(`It answered ${status}`));
    return this.#read(orderId);
  }

  async #read(orderId: string): Promise<PayPalOrder> {
    const order = await this.#readOrForgotten(orderId);
    if (!order) throw new GatewayUnreachable(this.name, new Error('The order is not there'));
    return order;
  }

  /** Undefined when it is not there any more: hours after nobody approved it, it is forgotten. */
  async #readOrForgotten(orderId: string): Promise<PayPalOrder | undefined> {
    const { status, body } = await this.#call('GET', `/v2/checkout/orders/${encodeURIComponent(orderId)}`);
    if (status === 404) return undefined;
    if (status !== 200) throw new GatewayUnreachable(this.name, new Error(`It answered ${status}`));
    return body as PayPalOrder;
  }

  #call(method: ProviderRequest['method'], path: string, body?: object, requestId?: string): Promise<ProviderReply> {
    return this.#send(method, path, { body: body && JSON.stringify(body), requestId });
  }

  /** With a token that is kept for as long as it lives, and a new one when it has died before its time. */
  async #send(
    method: ProviderRequest['method'],
    path: string,
    { body, requestId }: { readonly body?: string | undefined; readonly requestId?: string | undefined },
  ): Promise<ProviderReply> {
    const ask = async (handles?: number) =>
      askProvider(this.name, this.#settings.apiUrl, {
        method,
        path,
        headers: {
          authorization: `Bearer ${await this.#accessToken()}`,
          accept: 'application/json',
          'content-type': 'application/json',
          prefer: 'return=representation',
          ...(requestId && { 'paypal-request-id': requestId }),
        },
        body,
        handles,
      });
    const reply = await ask(401);
    if (reply.status !== 401) return reply;
    this.#token = undefined;
    return ask();
  }

  async #accessToken(): Promise<string> {
    const known = await this.#token?.catch(() => undefined);
    if (known && known.until > Date.now()) return known.value;
    this.#token = this.#newToken();
    return (await this.#token).value;
  }

  /** https://developer.paypal.com/api/rest/authentication */
  async #newToken(): Promise<{ readonly value: string; readonly until: number }> {
    const { clientId, clientSecret, apiUrl } = this.#settings;
    const { status, body } = await askProvider(this.name, apiUrl, {
      method: 'POST',
      path: '/v1/oauth2/token',
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
    });
    const { access_token: value, expires_in: seconds } = body as { access_token?: string; expires_in?: number };
    if (status !== 200 || !value || !seconds) throw new GatewayUnreachable(this.name, new Error(`It gave no token: ${status}`));
    return { value, until: Date.now() + seconds * 1000 - TOKEN_MARGIN_MS };
  }
}

/** https://developer.paypal.com/docs/api/orders/v2/#definition-experience_context_base */
const paymentSource = (returnUrl: string | undefined) => ({
  payment_source: {
    paypal: {
      experience_context: {
        user_action: 'PAY_NOW',
        shipping_preference: 'NO_SHIPPING',
        ...(returnUrl && { return_url: returnUrl, cancel_url: returnUrl }),
      },
    },
  },
});

const captureOf = ({ purchase_units }: PayPalOrder): PayPalCapture | undefined => purchase_units[0]?.payments?.captures?.[0];

const authorizationOf = ({ purchase_units }: PayPalOrder): PayPalAuthorization | undefined =>
  purchase_units[0]?.payments?.authorizations?.[0];

const isLetGo = (order: PayPalOrder): boolean => order.purchase_units[0]?.custom_id?.endsWith(LET_GO) === true && !captureOf(order);

/** Every custom id of ours begins with the id of the payment. */
function ownerOf(customId: string | undefined): PaymentId | null {
  const owner = customId?.slice(0, ID_LENGTH) ?? '';
  return looksLikeId(owner) ? id<PaymentId>(owner.toLowerCase()) : null;
}

function standingOf(order: PayPalOrder): GatewayStanding {
  const { id: reference, status, links = [] } = order;
  const [capture, authorization] = [captureOf(order), authorizationOf(order)];
  if (capture) return captureWord(capture, reference);
  if (authorization) return authorizationWord(authorization, reference);
  if (isLetGo(order) || status === 'VOIDED') return { outcome: 'voided', reference };
  const page = links.find(({ rel }) => rel === 'payer-action') ?? links.find(({ rel }) => rel === 'approve');
  if (status === 'PAYER_ACTION_REQUIRED' && page)
    return { outcome: 'requires_action', reference, nextAction: { type: 'redirect', url: page.href } };
  return status === 'CREATED' ? { outcome: 'unknown' } : { outcome: 'processing', reference };
}

const declined = (reference: string, response?: { readonly response_code?: string }): GatewayAnswer => ({
  outcome: 'declined',
  reference,
  declineCode: DECLINES[response?.response_code ?? ''] ?? 'card_declined',
});

function captureWord({ status, amount, processor_response }: PayPalCapture, reference: string): GatewayAnswer {
  if (status === 'PENDING') return { outcome: 'processing', reference };
  if (status === 'DECLINED' || status === 'FAILED') return declined(reference, processor_response);
  return { outcome: 'captured', reference, amount: moneyFrom(amount) };
}

function authorizationWord({ status, amount, processor_response }: PayPalAuthorization, reference: string): GatewayStanding {
  if (status === 'VOIDED') return { outcome: 'voided', reference };
  if (status === 'PENDING') return { outcome: 'processing', reference };
  if (status === 'DENIED') return declined(reference, processor_response);
  return { outcome: 'authorized', reference, amount: moneyFrom(amount) };
}

const answerOf = (standing: GatewayStanding, reference: string): GatewayAnswer =>
  standing.outcome === 'voided' || standing.outcome === 'unknown' ? declined(reference) : standing;

function refundAnswerOf({ id: reference, status }: PayPalRefund): RefundAnswer {
  if (status === 'FAILED' || status === 'CANCELLED') return { outcome: 'failed', reason: `refund_${status.toLowerCase()}` };
  return { outcome: status === 'PENDING' ? 'pending' : 'succeeded', reference };
}

/** https://developer.paypal.com/api/rest/responses/#link-errors: the issue is a word that a program may read. */
function issueOf(body: unknown): string {
  const { name, details } = body as { name?: string; details?: readonly { issue?: string }[] };
  const word = details?.[0]?.issue ?? name ?? '';
  return /^[A-Za-z_]{1,60}$/.test(word) ? word.toLowerCase() : 'refused';
}

function eventFrom(text: string): PayPalEvent | undefined {
  try {
    const event = JSON.parse(text) as Partial<PayPalEvent> | null;
    const isWhole = typeof event?.id === 'string' && typeof event.event_type === 'string' && typeof event.resource === 'object';
    return isWhole ? (event as PayPalEvent) : undefined;
  } catch {
    return undefined;
  }
}

/** https://developer.paypal.com/docs/transaction-search/transaction-event-codes: T11 goes back, T13 is held and let go. */
function lineOf(paymentId: PaymentId, opening: PayPalTransaction, all: readonly PayPalTransaction[]): BookedPayment {
  const nothing = Money.zero(opening.transaction_amount.currency_code);
  const sum = (codes: string, statuses: string) =>
    all
      .filter((each) => each.transaction_event_code.startsWith(codes) && statuses.includes(each.transaction_status))
      .reduce((total, { transaction_amount }) => total.plus(moneyFrom(transaction_amount)), nothing);
  const captured = sum('T00', 'SV');
  const isVoided = all.some(({ transaction_event_code }) => transaction_event_code === 'T1302');
  const isHeld = opening.transaction_event_code.startsWith('T13');
  const held = isVoided ? 'voided' : 'authorized';
  const isDenied = opening.transaction_status === 'D';
  return {
    paymentId,
    reference: opening.transaction_id,
    status: isDenied ? 'failed' : opening.transaction_status === 'P' ? 'open' : !captured.isZero ? 'captured' : isHeld ? held : 'open',
    captured,
    refunded: sum('T11', 'SP'),
  };
}
