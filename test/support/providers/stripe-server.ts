import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault } from '../../contract/gateway-under-test.js';

/**
 * Stripe as its reference describes it, on a port of this machine: form-encoded requests, JSON answers, idempotency keys.
 * Written from https://docs.stripe.com/api and the types of its SDK, not from our adapter; each part names its page.
 */

type Form = { readonly [name: string]: string | Form };
type StripeObject = Record<string, unknown>;

interface Intent extends StripeObject {
  readonly id: string;
  readonly object: 'payment_intent';
  readonly amount: number;
  readonly currency: string;
  readonly capture_method: 'automatic' | 'manual';
  readonly metadata: Form;
  created: number;
  payment_method: string | null;
  status:
    'requires_payment_method' | 'requires_confirmation' | 'requires_action' | 'processing' | 'requires_capture' | 'canceled' | 'succeeded';
  amount_capturable: number;
  amount_received: number;
  last_payment_error: StripeObject | null;
  latest_charge: string | null;
  next_action: StripeObject | null;
  canceled_at: number | null;
}

interface Charge extends StripeObject {
  readonly id: string;
  readonly object: 'charge';
  readonly amount: number;
  readonly currency: string;
  readonly payment_intent: string;
  readonly metadata: Form;
  readonly created: number;
  amount_captured: number;
  amount_refunded: number;
  captured: boolean;
  disputed: boolean;
  paid: boolean;
}

interface Refund extends StripeObject {
  readonly id: string;
  readonly object: 'refund';
  readonly amount: number;
  readonly currency: string;
  readonly charge: string;
  readonly payment_intent: string;
  readonly metadata: Form;
  readonly created: number;
  status: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled';
  failure_reason?: string;
}

interface Answer {
  readonly status: number;
  readonly body: StripeObject;
}

/** What the payment methods for tests do. https://docs.stripe.com/testing?testing-method=payment-methods */
type Card =
  | { readonly does: 'pay' | 'authenticate' | 'process'; readonly refunds?: 'pending' | 'failed'; readonly isDisputed?: true }
  | { readonly does: 'decline'; readonly code: string; readonly declineCode?: string };
const PAYMENT_METHODS: Readonly<Record<string, Card>> = {
  pm_card_visa: { does: 'pay' },
  pm_card_mastercard: { does: 'pay' },
  pm_card_visa_chargeDeclined: { does: 'decline', code: 'card_declined', declineCode: 'generic_decline' },
  pm_card_visa_chargeDeclinedInsufficientFunds: { does: 'decline', code: 'card_declined', declineCode: 'insufficient_funds' },
  pm_card_visa_chargeDeclinedLostCard: { does: 'decline', code: 'card_declined', declineCode: 'lost_card' },
  pm_card_chargeDeclinedExpiredCard: { does: 'decline', code: 'expired_card' },
  pm_card_chargeDeclinedIncorrectCvc: { does: 'decline', code: 'incorrect_cvc' },
  pm_card_chargeDeclinedProcessingError: { does: 'decline', code: 'processing_error' },
  pm_card_threeDSecure2Required: { does: 'authenticate' },
  pm_card_authenticationRequired: { does: 'authenticate' },
  pm_card_pendingRefund: { does: 'pay', refunds: 'pending' },
  pm_card_refundFail: { does: 'pay', refunds: 'failed' },
  pm_card_createDispute: { does: 'pay', isDisputed: true },
  pm_usBankAccount_success: { does: 'process' },
};

/** https://docs.stripe.com/currencies#zero-decimal, #three-decimal and #special-cases */
const ZERO_DECIMAL = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ');
const THREE_DECIMAL = 'bhd jod kwd omr tnd'.split(' ');
const WHOLE_IN_TWO_DECIMALS = ['isk', 'ugx'];

/** https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const MINIMUM: Readonly<Record<string, number>> = { usd: 50, eur: 50, jpy: 50 };

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly error: StripeObject,
    /** Whether the endpoint had begun: then the answer is kept with the idempotency key. */
    readonly isKept: boolean,
  ) {
    super(String(error['message']));
  }
}
const invalid = (message: string, more: StripeObject = {}) => new Refusal(400, { type: 'invalid_request_error', message, ...more }, false);
const conflict = (message: string, more: StripeObject = {}) => new Refusal(400, { type: 'invalid_request_error', message, ...more }, true);
const missing = (what: string, id: string) =>
  new Refusal(404, { type: 'invalid_request_error', code: 'resource_missing', message: `No such ${what}: '${id}'` }, false);

const nowInSeconds = (): number => Math.floor(Date.now() / 1000);
const idWith = (prefix: string): string => `${prefix}_3${randomBytes(12).toString('hex')}`;
const textOf = (form: Form, name: string): string | undefined => {
  const value = form[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
const formOf = (form: Form, name: string): Form => (typeof form[name] === 'object' ? form[name] : {});

/** `a[b]=c&d[0]=e`: https://docs.stripe.com/api (request bodies are form-encoded). */
function parseForm(text: string): Form {
  const root: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.replaceAll(']', '').split('[');
    const last = path.pop() ?? '';
    let place = root;
    for (const step of path) place = (place[step] ??= {}) as Record<string, unknown>;
    place[last] = value;
  }
  return root as Form;
}

const CREATE_PARAMETERS = [
  'amount',
  'currency',
  'automatic_payment_methods',
  'capture_method',
  'confirm',
  'confirmation_token',
  'description',
  'expand',
  'metadata',
  'payment_method',
  'payment_method_types',
  'return_url',
];

export class StripeServer {
  /** While set, every call meets it. */
  fault: Fault | undefined;
  /** What came in, for whoever wants to see what was sent. */
  readonly requests: { readonly method: string; readonly path: string; readonly key: string | undefined; readonly body: string }[] = [];

  readonly #intents = new Map<string, Intent>();
  readonly #charges = new Map<string, Charge>();
  readonly #refunds = new Map<string, Refund>();
  readonly #kept = new Map<string, { readonly of: string; readonly answer: Answer | undefined }>();
  readonly #server: Server;

  private constructor(
    private readonly keys: { readonly secretKey: string; readonly webhookSecret: string },
    /** Stripe's lists hold up to 100; fewer show what a client makes of the next page. */
    private readonly mostOnAPage: number,
  ) {
    this.#server = createServer((request, response) => void this.#meet(request, response));
  }

  static async start(keys: { readonly secretKey: string; readonly webhookSecret: string }, mostOnAPage = 100): Promise<StripeServer> {
    const stripe = new StripeServer(keys, mostOnAPage);
    await new Promise<void>((resolve) => stripe.#server.listen(0, '127.0.0.1', resolve));
    return stripe;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** What Stripe holds of a payment whose `metadata.payment_id` this is, in major units. */
  books(paymentId: string): { charges: number; taken: string; givenBack: string } {
    const charges = [...this.#charges.values()].filter(({ metadata, paid }) => metadata['payment_id'] === paymentId && paid);
    const currency = charges[0]?.currency ?? 'usd';
    const refunds = [...this.#refunds.values()].filter(
      ({ charge, status }) => charges.some(({ id }) => id === charge) && status !== 'failed' && status !== 'canceled',
    );
    const sum = (amounts: readonly number[]) =>
      inMajorUnits(
        amounts.reduce((all, each) => all + each, 0),
        currency,
      );
    return {
      charges: charges.length,
      taken: sum(charges.map(({ amount_captured: captured }) => captured)),
      givenBack: sum(refunds.map(({ amount }) => amount)),
    };
  }

  /** The buyer at the page of their bank. https://docs.stripe.com/payments/3d-secure/authentication-flow */
  authenticate(intentId: string, passes = true): void {
    const intent = this.#intent(intentId);
    if (intent.status !== 'requires_action') throw new Error(`Nothing is asked of the buyer of a payment that is ${intent.status}`);
    intent.next_action = null;
    if (passes) this.#take(intent);
    else {
      intent.status = 'requires_payment_method';
      intent.last_payment_error = {
        type: 'invalid_request_error',
        code: 'payment_intent_authentication_failure',
        message: 'The provided PaymentMethod has failed authentication.',
      };
    }
  }

  /** What a bank account says days later. */
  settle(intentId: string): void {
    this.#take(this.#intent(intentId));
  }

  /** https://docs.stripe.com/refunds#failed-refunds */
  failRefund(refundId: string): void {
    const refund = this.#refunds.get(refundId);
    if (!refund) throw missing('refund', refundId);
    refund.status = 'failed';
    refund.failure_reason = 'expired_or_canceled_card';
    const charge = this.#charges.get(refund.charge);
    if (charge) charge.amount_refunded -= refund.amount;
  }

  /** Sets back when it was created, so that the search knows of it. */
  age(intentId: string, seconds: number): void {
    this.#intent(intentId).created -= seconds;
  }

  intentOf(paymentId: string): StripeObject {
    const intent = [...this.#intents.values()].find(({ metadata }) => metadata['payment_id'] === paymentId);
    if (!intent) throw new Error(`Stripe never heard of ${paymentId}`);
    return intent;
  }

  chargeOf(paymentId: string): StripeObject {
    return this.#charges.get(String(this.intentOf(paymentId)['latest_charge'])) ?? {};
  }

  refundsOf(paymentId: string): readonly StripeObject[] {
    const { id } = this.intentOf(paymentId);
    return [...this.#refunds.values()].filter((refund) => refund.payment_intent === id);
  }

  /** https://docs.stripe.com/api/disputes/object */
  disputeOf(paymentId: string): StripeObject {
    const { id: charge, amount, currency, payment_intent: intent } = this.chargeOf(paymentId);
    const id = idWith('dp');
    return {
      id,
      object: 'dispute',
      amount,
      currency,
      charge,
      payment_intent: intent,
      metadata: {},
      reason: 'fraudulent',
      status: 'needs_response',
    };
  }

  /** https://docs.stripe.com/api/events/object, signed as https://docs.stripe.com/webhooks#verify-manually says. */
  notice(type: string, object: StripeObject, at: Date): { rawBody: Uint8Array; headers: Record<string, string> } {
    const created = Math.floor(at.getTime() / 1000);
    const event = {
      id: idWith('evt'),
      object: 'event',
      api_version: '2026-10-28.endive',
      created,
      type,
      livemode: false,
      data: { object },
    };
    const text = JSON.stringify({ ...event, pending_webhooks: 1, request: { id: null, idempotency_key: null } }, null, 2);
    const signature = createHmac('sha256', this.keys.webhookSecret)
      .update(`${String(created)}.${text}`)
      .digest('hex');
    const headers = { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': `t=${String(created)},v1=${signature}` };
    return { rawBody: Buffer.from(text), headers };
  }

  async #meet(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { fault } = this;
    const body = await textIn(request);
    const url = new URL(request.url ?? '/', 'http://stripe');
    const key = request.headers['idempotency-key'];
    this.requests.push({ method: request.method ?? '', path: url.pathname, key: typeof key === 'string' ? key : undefined, body });
    if (fault === 'request_lost') return void request.socket.destroy();
    if (fault === 'gibberish')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in to the guest network</h1>');
    if (fault === 'server_error') {
      const error = { type: 'api_error', message: 'An unexpected error occurred.' };
      return void response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
    }
    const isRead = request.method === 'GET';
    const form = parseForm(isRead ? url.search.slice(1) : body);
    const work = () => this.#answer(request, url.pathname, form);
    const { answer, isReplayed } = await this.#once(
      isRead ? undefined : request.headers['idempotency-key'],
      `${url.pathname} ${body}`,
      work,
    );
    if (fault === 'answer_lost') return void request.socket.destroy();
    const headers = {
      'content-type': 'application/json',
      'request-id': idWith('req'),
      ...(isReplayed ? { 'idempotent-replayed': 'true' } : {}),
    };
    response.writeHead(answer.status, headers).end(JSON.stringify(answer.body));
  }

  /**
   * https://docs.stripe.com/api/idempotent_requests: the answer to the first request is given again, errors included, once the endpoint
   * had begun; other parameters under the same key are an error, and so is the same key while it is in use.
   */
  async #once(key: string | string[] | undefined, of: string, work: () => Answer): Promise<{ answer: Answer; isReplayed: boolean }> {
    const attempt = (): { answer: Answer; isKept: boolean } => {
      try {
        return { answer: work(), isKept: true };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { answer: { status: error.status, body: { error: error.error } }, isKept: error.isKept };
      }
    };
    if (typeof key !== 'string') return { answer: attempt().answer, isReplayed: false };
    const kept = this.#kept.get(key);
    if (kept && kept.of !== of) {
      const message = 'Keys for idempotent requests can only be used with the same parameters they were first used with.';
      return { answer: { status: 400, body: { error: { type: 'idempotency_error', message } } }, isReplayed: false };
    }
    if (kept?.answer) return { answer: kept.answer, isReplayed: true };
    if (kept) {
      const error = {
        type: 'idempotency_error',
        code: 'idempotency_key_in_use',
        message: 'There is currently another in-progress request.',
      };
      return { answer: { status: 409, body: { error } }, isReplayed: false };
    }
    this.#kept.set(key, { of, answer: undefined });
    await new Promise((resolve) => setTimeout(resolve, 2)); // the bank takes its time, and meanwhile the key is in use
    const { answer, isKept } = attempt();
    if (isKept) this.#kept.set(key, { of, answer: structuredClone(answer) });
    else this.#kept.delete(key);
    return { answer, isReplayed: false };
  }

  #answer({ method, headers }: IncomingMessage, path: string, form: Form): Answer {
    if (headers.authorization !== `Bearer ${this.keys.secretKey}`) {
      // https://docs.stripe.com/api/authentication
      throw new Refusal(401, { type: 'invalid_request_error', message: 'Invalid API Key provided: sk_test_****' }, false);
    }
    const ok = (body: StripeObject): Answer => ({ status: 200, body: structuredClone(body) });
    const [, , collection, id = '', action = ''] = path.split('/');
    const route = `${method ?? ''} ${collection ?? ''}${id === '' ? '' : id === 'search' ? '/search' : '/id'}${action === '' ? '' : `/${action}`}`;
    switch (route) {
      case 'POST payment_intents':
        return ok(this.#createIntent(form));
      case 'GET payment_intents/id':
        return ok(this.#intent(id));
      case 'POST payment_intents/id/confirm':
        return ok(this.#confirm(this.#intent(id), textOf(form, 'payment_method'), textOf(form, 'return_url')));
      case 'POST payment_intents/id/capture':
        return ok(this.#capture(this.#intent(id), textOf(form, 'amount_to_capture')));
      case 'POST payment_intents/id/cancel':
        return ok(this.#cancel(this.#intent(id)));
      case 'GET payment_intents':
        return ok(this.#list('/v1/payment_intents', [...this.#intents.values()], form));
      case 'GET payment_intents/search':
        return ok(this.#search(textOf(form, 'query') ?? ''));
      case 'POST refunds':
        return ok(this.#createRefund(form));
      case 'GET refunds/id': {
        const refund = this.#refunds.get(id);
        if (!refund) throw missing('refund', id);
        return ok(refund);
      }
      case 'GET refunds': {
        const intent = textOf(form, 'payment_intent');
        const all = [...this.#refunds.values()].filter((refund) => intent === undefined || refund.payment_intent === intent);
        return ok(this.#list('/v1/refunds', all, form));
      }
      default:
        throw new Refusal(404, { type: 'invalid_request_error', message: `Unrecognized request URL (${method ?? ''}: ${path}).` }, false);
    }
  }

  #intent(id: string): Intent {
    const intent = this.#intents.get(id);
    if (!intent) throw missing('payment_intent', id);
    return intent;
  }

  /** https://docs.stripe.com/api/payment_intents/create */
  #createIntent(form: Form): Intent {
    const unknown = Object.keys(form).find((name) => !CREATE_PARAMETERS.includes(name));
    if (unknown !== undefined) throw invalid(`Received unknown parameter: ${unknown}`, { code: 'parameter_unknown', param: unknown });
    const currency = textOf(form, 'currency');
    if (currency === undefined) throw invalid('Missing required param: currency.', { code: 'parameter_missing', param: 'currency' });
    if (currency !== currency.toLowerCase()) throw invalid(`Invalid currency: ${currency}`, { param: 'currency' });
    const amount = wholeAmount(textOf(form, 'amount'), currency);
    if (amount < (MINIMUM[currency] ?? 1)) {
      throw invalid('Amount must be no less than the minimum.', { code: 'amount_too_small', param: 'amount' });
    }
    const intent: Intent = {
      id: idWith('pi'),
      object: 'payment_intent',
      amount,
      amount_capturable: 0,
      amount_received: 0,
      canceled_at: null,
      capture_method: textOf(form, 'capture_method') === 'manual' ? 'manual' : 'automatic',
      client_secret: `${idWith('pi')}_secret_${randomBytes(12).toString('hex')}`,
      created: nowInSeconds(),
      currency,
      last_payment_error: null,
      latest_charge: null,
      livemode: false,
      metadata: formOf(form, 'metadata'),
      next_action: null,
      payment_method: null,
      status: 'requires_payment_method',
    };
    const isConfirmed = textOf(form, 'confirm') === 'true';
    const method = textOf(form, 'payment_method') ?? textOf(form, 'confirmation_token')?.replace(/^ctoken_/, 'pm_');
    if (method !== undefined && !PAYMENT_METHODS[method]) throw missing('PaymentMethod', method);
    const automatic = formOf(form, 'automatic_payment_methods');
    const returnUrl = textOf(form, 'return_url');
    if (isConfirmed && automatic['enabled'] === 'true' && automatic['allow_redirects'] !== 'never' && returnUrl === undefined) {
      throw invalid('This PaymentIntent is configured to accept payment methods that may redirect: a return_url must be specified.');
    }
    if (isConfirmed && method === undefined) throw invalid('You cannot confirm this PaymentIntent because it is missing a payment method.');
    this.#intents.set(intent.id, intent);
    return isConfirmed ? this.#confirm(intent, method, returnUrl) : intent;
  }

  /** https://docs.stripe.com/api/payment_intents/confirm, statuses as https://docs.stripe.com/payments/paymentintents/lifecycle */
  #confirm(intent: Intent, method: string | undefined, returnUrl: string | undefined): Intent {
    if (!['requires_payment_method', 'requires_confirmation'].includes(intent.status)) throw unexpectedState('confirm', intent);
    const card = PAYMENT_METHODS[method ?? intent.payment_method ?? ''];
    if (!card) throw missing('PaymentMethod', method ?? '');
    intent.payment_method = method ?? intent.payment_method;
    if (card.does === 'decline') {
      const message = 'Your card was declined.';
      const declined = { code: card.code, ...(card.declineCode === undefined ? {} : { decline_code: card.declineCode }) };
      intent.status = 'requires_payment_method';
      intent.last_payment_error = { type: 'card_error', message, ...declined, payment_method: { id: intent.payment_method } };
      // https://docs.stripe.com/api/errors: 402 and the intent as it is now
      throw new Refusal(402, { type: 'card_error', message, ...declined, payment_intent: structuredClone(intent) }, true);
    }
    intent.last_payment_error = null;
    if (card.does === 'authenticate') {
      intent.status = 'requires_action';
      const redirect = { return_url: returnUrl ?? null, url: `${this.url}/3d_secure_2/${intent.id}` };
      intent.next_action =
        returnUrl === undefined ? { type: 'use_stripe_sdk', use_stripe_sdk: {} } : { type: 'redirect_to_url', redirect_to_url: redirect };
    } else if (card.does === 'process') intent.status = 'processing';
    else this.#take(intent);
    return intent;
  }

  #take(intent: Intent): void {
    const isHeld = intent.capture_method === 'manual';
    const card = PAYMENT_METHODS[intent.payment_method ?? ''];
    const charge: Charge = {
      id: idWith('ch'),
      object: 'charge',
      amount: intent.amount,
      amount_captured: isHeld ? 0 : intent.amount,
      amount_refunded: 0,
      captured: !isHeld,
      created: nowInSeconds(),
      currency: intent.currency,
      disputed: card?.does === 'pay' && card.isDisputed === true,
      metadata: intent.metadata,
      paid: true,
      payment_intent: intent.id,
      status: 'succeeded',
    };
    this.#charges.set(charge.id, charge);
    intent.latest_charge = charge.id;
    intent.status = isHeld ? 'requires_capture' : 'succeeded';
    intent.amount_capturable = isHeld ? intent.amount : 0;
    intent.amount_received = isHeld ? 0 : intent.amount;
  }

  /** https://docs.stripe.com/api/payment_intents/capture: what is not captured is let go. */
  #capture(intent: Intent, asked: string | undefined): Intent {
    const charge = this.#charges.get(intent.latest_charge ?? '');
    if (intent.status !== 'requires_capture' || !charge) throw unexpectedState('capture', intent);
    const amount = asked === undefined ? intent.amount_capturable : wholeAmount(asked, intent.currency);
    if (amount > intent.amount_capturable) {
      throw conflict('The capture amount is greater than the amount you can capture.', {
        code: 'amount_too_large',
        param: 'amount_to_capture',
      });
    }
    Object.assign(charge, { captured: true, amount_captured: amount, amount_refunded: charge.amount - amount });
    Object.assign(intent, { status: 'succeeded', amount_capturable: 0, amount_received: amount });
    return intent;
  }

  /** https://docs.stripe.com/api/payment_intents/cancel */
  #cancel(intent: Intent): Intent {
    if (['succeeded', 'canceled', 'processing'].includes(intent.status)) throw unexpectedState('cancel', intent);
    const charge = this.#charges.get(intent.latest_charge ?? '');
    if (charge) Object.assign(charge, { amount_refunded: charge.amount, paid: false });
    Object.assign(intent, { status: 'canceled', canceled_at: nowInSeconds(), amount_capturable: 0, next_action: null });
    return intent;
  }

  /** https://docs.stripe.com/api/refunds/create */
  #createRefund(form: Form): Refund {
    const unknown = Object.keys(form).find((name) => !['amount', 'charge', 'metadata', 'payment_intent', 'reason'].includes(name));
    if (unknown !== undefined) throw invalid(`Received unknown parameter: ${unknown}`, { code: 'parameter_unknown', param: unknown });
    const intent = this.#intent(textOf(form, 'payment_intent') ?? '');
    const charge = this.#charges.get(intent.latest_charge ?? '');
    if (!charge) throw conflict(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`);
    if (charge.disputed) {
      throw conflict(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' });
    }
    if (!charge.captured) throw conflict('You cannot partially refund an uncaptured charge.', { param: 'amount' });
    const left = charge.amount - charge.amount_refunded;
    if (left === 0) throw conflict(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
    const asked = textOf(form, 'amount');
    const amount = asked === undefined ? left : wholeAmount(asked, intent.currency);
    if (amount > left) {
      const shown = [amount, left].map((each) => inMajorUnits(each, intent.currency));
      throw conflict(`Refund amount (${shown[0] ?? ''}) is greater than unrefunded amount on charge (${shown[1] ?? ''})`, {
        param: 'amount',
      });
    }
    const card = PAYMENT_METHODS[intent.payment_method ?? ''];
    const refund: Refund = {
      id: idWith('re'),
      object: 'refund',
      amount,
      charge: charge.id,
      created: nowInSeconds(),
      currency: intent.currency,
      metadata: formOf(form, 'metadata'),
      payment_intent: intent.id,
      status: card?.does === 'pay' && card.refunds === 'pending' ? 'pending' : 'succeeded',
    };
    charge.amount_refunded += amount;
    this.#refunds.set(refund.id, refund);
    return refund;
  }

  /** https://docs.stripe.com/api/pagination: the newest first, `starting_after`, `has_more`. */
  #list(url: string, all: readonly (Intent | Refund)[], form: Form): StripeObject {
    const created = formOf(form, 'created');
    const bound = (name: string, otherwise: number) => Number(textOf(created, name) ?? otherwise);
    const found = all
      .filter((each) => each.created >= bound('gte', 0) && each.created < bound('lt', Infinity) && each.created <= bound('lte', Infinity))
      .reverse();
    const after = textOf(form, 'starting_after');
    const from = after === undefined ? 0 : found.findIndex(({ id }) => id === after) + 1;
    const data = found.slice(from, from + Math.min(Number(textOf(form, 'limit') ?? 10), this.mostOnAPage));
    const expanded = Object.values(formOf(form, 'expand')).includes('data.latest_charge');
    const withCharge = (each: Intent | Refund) =>
      expanded && each.object === 'payment_intent' ? { ...each, latest_charge: this.#charges.get(each.latest_charge ?? '') ?? null } : each;
    return { object: 'list', url, has_more: from + data.length < found.length, data: data.map(withCharge) };
  }

  /** https://docs.stripe.com/search: "up to a minute" behind, so that what is younger is not found. */
  #search(query: string): StripeObject {
    const [, name = '', value = ''] = /^metadata\['([^']+)'\]:'([^']*)'$/.exec(query) ?? [];
    if (name === '') throw invalid(`The query is not understood: ${query}`);
    const data = [...this.#intents.values()].filter(({ metadata, created }) => metadata[name] === value && created < nowInSeconds() - 60);
    return { object: 'search_result', url: '/v1/payment_intents/search', has_more: false, next_page: null, data };
  }
}

const unexpectedState = (what: string, intent: Intent) =>
  conflict(`You cannot ${what} this PaymentIntent because it has a status of ${intent.status}.`, {
    code: 'payment_intent_unexpected_state',
    payment_intent: structuredClone(intent),
  });

function wholeAmount(text: string | undefined, currency: string): number {
  if (text === undefined || !/^[1-9]\d*$/.test(text)) {
    throw invalid('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' });
  }
  const amount = Number(text);
  if (THREE_DECIMAL.includes(currency) && amount % 10 !== 0) {
    throw invalid(`Invalid amount: the last digit of an amount in ${currency} must be 0.`, { param: 'amount' });
  }
  // https://support.stripe.com/questions/deprecation-of-fractional-isk-charges-and-refunds
  if (WHOLE_IN_TWO_DECIMALS.includes(currency) && amount % 100 !== 0) {
    throw invalid('Amounts must be evenly divisible by 100.', { code: 'invalid_charge_amount_no_decimal_compatible', param: 'amount' });
  }
  return amount;
}

function inMajorUnits(amount: number, currency: string): string {
  if (ZERO_DECIMAL.includes(currency)) return String(amount);
  const digits = THREE_DECIMAL.includes(currency) ? 3 : 2;
  const text = String(amount).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

async function textIn(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
