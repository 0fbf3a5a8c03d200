import { createRequire } from 'node:module';
import type Stripe from 'stripe';
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
import type { Money } from '../../domain/shared/money.js';
import { moneyOfStripe, stripeAmountOf } from './stripe-amounts.js';
import { isSignedInTime } from './timestamped-signature.js';

export interface StripeSettings {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Whether the money is taken at once, or held until the shop captures it. */
  readonly capture: 'automatic' | 'manual';
  /** Where the buyer goes from their bank's page when the request does not say. */
  readonly returnUrl: string;
  readonly apiUrl: string;
  readonly timeoutMs?: number;
  /** How often a request that got no answer is sent again under its key before we give up on it. */
  readonly retries?: number;
}

const load = createRequire(import.meta.url);

const NAME = 'stripe';
const TIMEOUT_MS = 10_000;
const RETRIES = 1;
/** As many as Stripe puts on one page. */
const PAGE = 100;
/** How far from the time of ours a payment may have begun at Stripe: our clocks differ, and a request may have waited. */
const [EARLIER_SECONDS, LATER_SECONDS] = [5 * 60, 60 * 60];
/** What Stripe.js makes of a card; nothing else is passed on, a card number least of all. */
const PAYMENT_METHOD = /^pm_\w{1,200}$/;
const CONFIRMATION_TOKEN = /^ctoken_\w{1,200}$/;

/** Stripe says no: nothing was done, and nothing will be. */
class Refusal {
  constructor(
    readonly kind: 'card' | 'request' | 'reused_key',
    readonly code: string | undefined,
    readonly declineCode: string | undefined,
    readonly intentId: string | null,
  ) {}
}

/** Cards and wallets by Stripe's PaymentIntents. https://docs.stripe.com/api/payment_intents */
export class StripePaymentGateway implements PaymentGateway {
  readonly name = NAME;
  /** Some 17 MB, for shops that take money this way only. */
  readonly #library = load('stripe') as typeof Stripe;
  readonly #stripe: Stripe;
  readonly #settings: StripeSettings;

  constructor(settings: StripeSettings) {
    this.#settings = settings;
    this.#stripe = new this.#library(settings.secretKey, {
      timeout: settings.timeoutMs ?? TIMEOUT_MS,
      maxNetworkRetries: settings.retries ?? RETRIES,
      telemetry: false,
      ...addressOf(settings.apiUrl),
    });
  }

  async authorize({ paymentId, amount, token, returnUrl }: AuthorizeRequest): Promise<GatewayAnswer> {
    const [stripeAmount, method] = [stripeAmountOf(amount), methodOf(token)];
    if (stripeAmount === undefined || !method) return { outcome: 'declined', reference: null, declineCode: 'processing_error' };
    const intent = await this.#ask(
      this.#stripe.paymentIntents.create(
        {
          ...method,
          amount: stripeAmount,
          currency: amount.currency.toLowerCase(),
          automatic_payment_methods: { enabled: true },
          capture_method: this.#settings.capture,
          confirm: true,
          metadata: { payment_id: paymentId },
          return_url: returnUrl ?? this.#settings.returnUrl,
        },
        { idempotencyKey: paymentId },
      ),
    );
    if (!(intent instanceof Refusal)) {
      // What is said again is what was true the first time.
      const isReplayed = intent.lastResponse.headers['idempotent-replayed'] === 'true';
      return answerOf(isReplayed ? await this.#retrieve(intent.id) : intent);
    }
    if (intent.kind === 'card') return { outcome: 'declined', reference: intent.intentId, declineCode: declineCodeOf(intent) };
    if (intent.kind === 'request') return { outcome: 'declined', reference: null, declineCode: 'processing_error' };
    // Asked before with another card: what was asked first counts.
    const first = await this.#find({ id: paymentId, openedAt: new Date() });
    if (!first) throw new GatewayUnreachable(NAME, new Error('The idempotency key was used, and its payment is not found yet'));
    return answerOf(first);
  }

  async capture(payment: KnownPayment, amount: Money): Promise<GatewayAnswer> {
    const reference = await this.#referenceOf(payment);
    if (reference === undefined) throw new GatewayUnreachable(NAME, new Error('There is no such payment'));
    const stripeAmount = stripeAmountOf(amount);
    if (stripeAmount === undefined) return answerOf(await this.#retrieve(reference));
    const idempotencyKey = `${payment.id}-capture-${payment.captured.toDecimal()}-${String(stripeAmount)}`;
    const intent = await this.#ask(this.#stripe.paymentIntents.capture(reference, { amount_to_capture: stripeAmount }, { idempotencyKey }));
    return answerOf(intent instanceof Refusal ? await this.#retrieve(reference) : intent);
  }

  async void(payment: KnownPayment): Promise<void> {
    const reference = await this.#referenceOf(payment);
    // It is refused when there is nothing to let go of: that is what was asked for.
    if (reference !== undefined) await this.#ask(this.#stripe.paymentIntents.cancel(reference));
  }

  async refund(payment: KnownPayment, refundId: RefundId, amount: Money): Promise<RefundAnswer> {
    const stripeAmount = stripeAmountOf(amount);
    if (stripeAmount === undefined) return { outcome: 'failed', reason: 'amount_not_supported' };
    const reference = await this.#referenceOf(payment);
    if (reference === undefined) return { outcome: 'failed', reason: 'payment_not_found' };
    const tries = (await this.#refundsOf(reference)).filter(({ metadata }) => metadata?.['refund_id'] === refundId);
    const standing = tries.map(refundAnswerOf).find(({ outcome }) => outcome !== 'failed');
    if (standing) return standing;
    const refund = await this.#ask(
      this.#stripe.refunds.create(
        { payment_intent: reference, amount: stripeAmount, metadata: { refund_id: refundId, payment_id: payment.id } },
        // One that failed after it was taken on may be tried again: under a key of its own, or Stripe only repeats itself.
        { idempotencyKey: tries.length === 0 ? refundId : `${refundId}-${String(tries.length + 1)}` },
      ),
    );
    if (!(refund instanceof Refusal)) return refundAnswerOf(refund);
    if (refund.kind === 'reused_key') throw new GatewayUnreachable(NAME, new Error('The refund was asked for with another amount'));
    return { outcome: 'failed', reason: refund.code ?? 'refund_refused' };
  }

  async lookUp(payment: KnownPayment): Promise<GatewayStanding> {
    const intent = payment.reference === null ? await this.#find(payment) : await this.#retrieve(payment.reference);
    return intent ? standingOf(intent) : { outcome: 'unknown' };
  }

  async lookUpRefund(payment: KnownPayment, { key }: KnownRefund): Promise<RefundStanding> {
    const reference = await this.#referenceOf(payment);
    const tries = reference === undefined ? [] : await this.#refundsOf(reference);
    const ours = tries.filter(({ metadata }) => metadata?.['refund_id'] === key).map(refundAnswerOf);
    return ours.find(({ outcome }) => outcome !== 'failed') ?? ours[0] ?? { outcome: 'unknown' };
  }

  async readWebhook({ rawBody, headers }: SignedRequest, at: Date): Promise<readonly ProviderEvent[]> {
    if (!isSignedInTime(headers['stripe-signature'], this.#settings.webhookSecret, rawBody, at)) throw new BadWebhookSignature();
    const event = JSON.parse(Buffer.from(rawBody).toString('utf8')) as Stripe.Event;
    const told = { id: event.id, type: event.type, occurredAt: new Date(event.created * 1000) };
    return [{ ...told, ...(await this.#newsOf(event)) }];
  }

  async *booked(from: Date, to: Date): AsyncIterable<BookedPayment> {
    const second = (time: Date) => Math.ceil(time.getTime() / 1000);
    const created = { gte: second(from), lt: second(to) };
    let after: string | undefined;
    do {
      const page = await this.#certain(
        this.#stripe.paymentIntents.list({
          created,
          limit: PAGE,
          expand: ['data.latest_charge'],
          ...(after === undefined ? {} : { starting_after: after }),
        }),
      );
      for (const intent of page.data) yield await this.#lineOf(intent);
      after = page.has_more ? page.data.at(-1)?.id : undefined;
    } while (after !== undefined);
  }

  async #lineOf(intent: Stripe.PaymentIntent): Promise<BookedPayment> {
    const { amount_received: received, amount, currency, status } = intent;
    const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
    let refunded = status === 'succeeded' ? (charge?.amount_refunded ?? 0) : 0;
    // Stripe counts what was not captured as refunded too.
    if (refunded > 0 && received < amount)
      refunded = sum((await this.#refundsOf(intent.id)).filter(({ metadata }) => metadata?.['refund_id']));
    return {
      paymentId: paymentIdIn(intent),
      reference: intent.id,
      status: bookedStatusOf(intent),
      captured: moneyOfStripe(received, currency),
      refunded: moneyOfStripe(refunded, currency),
    };
  }

  async #newsOf(event: Stripe.Event): Promise<Pick<ProviderEvent, 'paymentId' | 'news'>> {
    const nothing: ProviderNews = { kind: 'nothing' };
    switch (event.type) {
      case 'payment_intent.succeeded':
      case 'payment_intent.payment_failed':
      case 'payment_intent.amount_capturable_updated':
      case 'payment_intent.canceled':
      case 'payment_intent.processing':
      case 'payment_intent.requires_action': {
        const intent = event.data.object;
        return { paymentId: paymentIdIn(intent), news: { kind: 'payment', word: standingOf(intent) } };
      }
      // What `charge.refunded` means is told by these, for each refund.
      case 'refund.created':
      case 'refund.updated':
      case 'refund.failed':
      case 'charge.refund.updated': {
        const refund = event.data.object;
        const refundId = refund.metadata?.['refund_id'] ?? '';
        const paymentId = paymentIdIn(refund) ?? (await this.#paymentIdOf(refund.payment_intent));
        const ours = looksLikeId(refundId) ? id<RefundId>(refundId) : null;
        return { paymentId, news: { kind: 'refund', refundId: ours, reference: refund.id, answer: refundAnswerOf(refund) } };
      }
      case 'charge.dispute.created': {
        const { id: reference, payment_intent: intent } = event.data.object;
        return { paymentId: await this.#paymentIdOf(intent), news: { kind: 'charge_back', reference } };
      }
      default:
        return { paymentId: null, news: nothing };
    }
  }

  async #paymentIdOf(intent: string | Stripe.PaymentIntent | null): Promise<PaymentId | null> {
    if (intent === null) return null;
    return paymentIdIn(typeof intent === 'string' ? await this.#retrieve(intent) : intent);
  }

  async #referenceOf(payment: KnownPayment): Promise<string | undefined> {
    return payment.reference ?? (await this.#find(payment))?.id;
  }

  #retrieve(reference: string): Promise<Stripe.PaymentIntent> {
    return this.#certain(this.#stripe.paymentIntents.retrieve(reference));
  }

  /** The search may be a minute behind; the list is not, but knows nothing but times. */
  async #find({ id: paymentId, openedAt }: Pick<KnownPayment, 'id' | 'openedAt'>): Promise<Stripe.PaymentIntent | undefined> {
    const isIt = (intent: Stripe.PaymentIntent) => paymentIdIn(intent) === paymentId;
    const found = await this.#ask(this.#stripe.paymentIntents.search({ query: `metadata['payment_id']:'${paymentId}'`, limit: 1 }));
    // Refused where accounts have no search: https://docs.stripe.com/search
    const intent = found instanceof Refusal ? undefined : found.data.find(isIt);
    if (intent) return intent;
    const opened = Math.floor(openedAt.getTime() / 1000);
    const created = { gte: opened - EARLIER_SECONDS, lte: opened + LATER_SECONDS };
    return this.#certain(firstOf(this.#stripe.paymentIntents.list({ created, limit: PAGE }), isIt));
  }

  #refundsOf(reference: string): Promise<Stripe.Refund[]> {
    return this.#certain(allOf(this.#stripe.refunds.list({ payment_intent: reference, limit: PAGE })));
  }

  /** For questions that can be answered by nothing but the answer. */
  async #certain<Answer>(call: Promise<Answer>): Promise<Answer> {
    const answer = await this.#ask(call);
    if (answer instanceof Refusal) throw new GatewayUnreachable(NAME, new Error(`Stripe refused: ${answer.code ?? 'invalid request'}`));
    return answer;
  }

  /** Everything but an answer and a no is silence: faults of theirs and of the line, a wrong key, a limit. */
  async #ask<Answer>(call: Promise<Answer>): Promise<Answer | Refusal> {
    try {
      return await call;
    } catch (error) {
      if (error instanceof GatewayUnreachable) throw error;
      const { StripeCardError, StripeInvalidRequestError, StripeIdempotencyError } = this.#library.errors;
      if (error instanceof StripeIdempotencyError) return new Refusal('reused_key', undefined, undefined, null);
      if (error instanceof StripeCardError) return new Refusal('card', error.code, error.decline_code, error.payment_intent?.id ?? null);
      if (error instanceof StripeInvalidRequestError) return new Refusal('request', error.code, undefined, null);
      // Not the error itself: it holds headers, the intent with its client secret, and whose card it was.
      const { type, code, requestId } = error as Partial<Stripe.errors.StripeError>;
      const words = [type, code, requestId].filter((word) => word !== undefined && word !== '');
      throw new GatewayUnreachable(NAME, new Error(words.length === 0 ? String(error) : words.join(' ')));
    }
  }
}

function addressOf(apiUrl: string): { host: string; port: string; protocol: 'http' | 'https' } {
  const { hostname: host, port, protocol } = new URL(apiUrl);
  const isPlain = protocol === 'http:';
  return { host, port: port === '' ? (isPlain ? '80' : '443') : port, protocol: isPlain ? 'http' : 'https' };
}

function methodOf(token = ''): { payment_method: string } | { confirmation_token: string } | undefined {
  if (PAYMENT_METHOD.test(token)) return { payment_method: token };
  return CONFIRMATION_TOKEN.test(token) ? { confirmation_token: token } : undefined;
}

function paymentIdIn({ metadata }: { readonly metadata: Stripe.Metadata | null }): PaymentId | null {
  const given = metadata?.['payment_id'] ?? '';
  return looksLikeId(given) ? id<PaymentId>(given) : null;
}

/** https://docs.stripe.com/payments/paymentintents/lifecycle */
function standingOf(intent: Stripe.PaymentIntent): GatewayStanding {
  const { id: reference, currency } = intent;
  switch (intent.status) {
    case 'succeeded':
      return { outcome: 'captured', reference, amount: moneyOfStripe(intent.amount_received, currency) };
    case 'requires_capture':
      return { outcome: 'authorized', reference, amount: moneyOfStripe(intent.amount_capturable, currency) };
    case 'requires_action': {
      const url = intent.next_action?.redirect_to_url?.url;
      return url ? { outcome: 'requires_action', reference, nextAction: { type: 'redirect', url } } : { outcome: 'processing', reference };
    }
    case 'requires_payment_method': {
      const { last_payment_error: error } = intent;
      return error
        ? { outcome: 'declined', reference, declineCode: declineCodeOf({ code: error.code, declineCode: error.decline_code }) }
        : { outcome: 'processing', reference };
    }
    case 'processing':
    case 'requires_confirmation':
      return { outcome: 'processing', reference };
    case 'canceled':
      return { outcome: 'voided', reference };
    default:
      throw new GatewayUnreachable(NAME, new Error('A payment has a status that is not known here'));
  }
}

/** To whoever asks for money, a payment that was let go is a no. */
function answerOf(intent: Stripe.PaymentIntent): GatewayAnswer {
  const standing = standingOf(intent);
  if (standing.outcome === 'voided') return { outcome: 'declined', reference: standing.reference, declineCode: 'card_declined' };
  if (standing.outcome === 'unknown') throw new GatewayUnreachable(NAME);
  return standing;
}

const BUSY_BANK = ['processing_error', 'issuer_not_available', 'reenter_transaction', 'try_again_later'];

/** https://docs.stripe.com/declines/codes; why exactly is between the buyer and their bank. */
function declineCodeOf({
  code = '',
  declineCode = '',
}: {
  readonly code?: string | undefined;
  readonly declineCode?: string | undefined;
}): DeclineCode {
  const said = [code, declineCode];
  if (said.includes('insufficient_funds')) return 'insufficient_funds';
  if (said.includes('expired_card')) return 'expired_card';
  return said.some((word) => BUSY_BANK.includes(word)) ? 'processing_error' : 'card_declined';
}

/** https://docs.stripe.com/api/refunds/object#refund_object-status */
function refundAnswerOf({ id: reference, status, failure_reason: reason }: Stripe.Refund): RefundAnswer {
  if (status === 'failed' || status === 'canceled') return { outcome: 'failed', reason: reason ?? `refund_${status}` };
  return { outcome: status === 'succeeded' ? 'succeeded' : 'pending', reference };
}

const BOOKED_AS: Readonly<Partial<Record<string, BookedPayment['status']>>> = {
  succeeded: 'captured',
  requires_capture: 'authorized',
  canceled: 'voided',
};

function bookedStatusOf({ status, last_payment_error: error }: Stripe.PaymentIntent): BookedPayment['status'] {
  return BOOKED_AS[status] ?? (status === 'requires_payment_method' && error ? 'failed' : 'open');
}

const sum = (refunds: readonly Stripe.Refund[]): number =>
  refunds.filter(({ status }) => status !== 'failed' && status !== 'canceled').reduce((all, { amount }) => all + amount, 0);

async function firstOf<Item>(items: AsyncIterable<Item>, isIt: (item: Item) => boolean): Promise<Item | undefined> {
  for await (const item of items) if (isIt(item)) return item;
  return undefined;
}

async function allOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
