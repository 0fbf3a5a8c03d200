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
import type { TestBank, WaitingBuyer } from '../../application/payment/ports/test-bank.js';
import { BadWebhookSignature } from '../../domain/payment/payment-errors.js';
import { id, looksLikeId, type PaymentId, type RefundId } from '../../domain/shared/ids.js';
import { Money } from '../../domain/shared/money.js';
import type { Charge, ChargeLedger } from './charge-ledger.js';
import { isSignedInTime } from './timestamped-signature.js';

interface Fate extends Pick<Charge, 'status' | 'declineCode'> {
  /** What it says although it knows more. */
  readonly answers?: 'processing';
  /** What it tells by itself, in this order. */
  readonly tells?: readonly { readonly type: string; readonly afterMs: number; readonly settles?: 'captured' }[];
}

const TAKEN = { status: 'captured', declineCode: null } as const;
/** Long enough for the checkout to have answered. */
const SOON_MS = 300;
const LATER_MS = 5_000;

/** What each test token makes of a charge; a token that is not here is a card nobody knows. */
const FATE: Readonly<Record<string, Fate>> = {
  tok_success: TAKEN,
  tok_slow: TAKEN,
  tok_timeout_after: TAKEN,
  tok_refund_fails: TAKEN,
  tok_authorize_only: { status: 'authorized', declineCode: null },
  tok_pending: {
    status: 'processing',
    declineCode: null,
    tells: [{ type: 'payment.captured', afterMs: LATER_MS, settles: 'captured' }],
  },
  tok_3ds: { status: 'requires_action', declineCode: null },
  tok_duplicate_webhook: {
    ...TAKEN,
    answers: 'processing',
    tells: [0, 0, 100].map((afterMs) => ({ type: 'payment.captured', afterMs })),
  },
  tok_reordered_webhooks: {
    ...TAKEN,
    answers: 'processing',
    tells: ['payment.captured', 'payment.authorized', 'payment.processing'].map((type) => ({ type, afterMs: SOON_MS })),
  },
  tok_lost_webhook: { ...TAKEN, answers: 'processing' },
  tok_declined: { status: 'declined', declineCode: 'card_declined' },
  tok_insufficient_funds: { status: 'declined', declineCode: 'insufficient_funds' },
  tok_expired_card: { status: 'declined', declineCode: 'expired_card' },
};
const UNKNOWN_CARD: Fate = { status: 'declined', declineCode: 'card_declined' };
/** The provider never hears of these. */
const LOST_ON_THE_WAY: readonly string[] = ['tok_timeout_before', 'tok_error'];
const SLOW_MS = 1_500;
/** Reserved for documentation (RFC 2606). */
const NO_BANK = 'https://bank.example/3ds/';

const referenceOf = (paymentId: string): string => `fake_${paymentId.replaceAll('-', '')}`;
const refundReferenceOf = (refundId: string): string => `fake_refund_${refundId.replaceAll('-', '')}`;
const eventIdOf = (paymentId: string, type: string): string => `evt_${paymentId.replaceAll('-', '')}_${type.replace('payment.', '')}`;

export interface FakeGatewaySettings {
  /** What its webhooks are signed with. */
  readonly secret: string;
  /** How long `tok_slow` takes, in milliseconds. */
  readonly slowMs?: number;
  /** Where its bank page is, before the payment's id; a place that is not there when nobody plays the bank. */
  readonly bankUrl?: string;
}

const BOOKED_AS: Readonly<Record<Charge['status'], BookedPayment['status']>> = {
  captured: 'captured',
  authorized: 'authorized',
  declined: 'failed',
  processing: 'open',
  requires_action: 'open',
  voided: 'voided',
};

/** A little provider with books of its own: test tokens decide what happens, and what happened can be asked for after a crash. */
export class FakePaymentGateway implements PaymentGateway, TestBank {
  readonly name = 'fake';

  constructor(
    private readonly ledger: ChargeLedger,
    private readonly settings: FakeGatewaySettings,
  ) {}

  async authorize({ paymentId, amount, token, simulateSuccess, returnUrl }: AuthorizeRequest): Promise<GatewayAnswer> {
    const card = simulateSuccess === false ? 'tok_declined' : (token ?? 'tok_success');
    if (LOST_ON_THE_WAY.includes(card)) throw new GatewayUnreachable(this.name);
    if (card === 'tok_slow') await new Promise((resolve) => setTimeout(resolve, this.settings.slowMs ?? SLOW_MS));
    const fate = FATE[card] ?? UNKNOWN_CARD;
    const charge = await this.ledger.open(
      {
        status: fate.status,
        declineCode: fate.declineCode,
        paymentId,
        reference: referenceOf(paymentId),
        token: card,
        currency: amount.currency,
        amountMinor: amount.minor,
        capturedMinor: fate.status === 'captured' ? amount.minor : 0,
        returnUrl: returnUrl ?? null,
      },
      fate.tells?.map((notice) => ({ ...notice, eventId: eventIdOf(paymentId, notice.type) })),
    );
    if (card === 'tok_timeout_after') throw new GatewayUnreachable(this.name);
    if (fate.answers === 'processing') return { outcome: 'processing', reference: charge.reference };
    return this.#answerOf(charge);
  }

  async capture({ id: paymentId }: KnownPayment, amount: Money): Promise<GatewayAnswer> {
    const charge = await this.ledger.capture(paymentId, amount.minor);
    if (!charge) throw new GatewayUnreachable(this.name, new Error('There is no such charge'));
    return this.#answerOf(charge);
  }

  async void({ id: paymentId }: KnownPayment): Promise<void> {
    await this.ledger.void(paymentId);
  }

  async refund({ id: paymentId }: KnownPayment, refundId: RefundId, amount: Money): Promise<RefundAnswer> {
    const charge = await this.ledger.find(paymentId);
    if (charge?.token === 'tok_refund_fails') return { outcome: 'failed', reason: 'refund_refused' };
    const goesBack = await this.ledger.refund(refundId, paymentId, amount.minor);
    return goesBack
      ? { outcome: 'succeeded', reference: refundReferenceOf(refundId) }
      : { outcome: 'failed', reason: 'refund_exceeds_captured' };
  }

  async lookUp({ id: paymentId }: KnownPayment): Promise<GatewayStanding> {
    const charge = await this.ledger.find(paymentId);
    if (!charge) return { outcome: 'unknown' };
    return charge.status === 'voided' ? { outcome: 'voided', reference: charge.reference } : this.#answerOf(charge);
  }

  async lookUpRefund(_payment: KnownPayment, { key }: KnownRefund): Promise<RefundStanding> {
    const isBack = await this.ledger.hasRefunded(key);
    return isBack ? { outcome: 'succeeded', reference: refundReferenceOf(key) } : { outcome: 'unknown' };
  }

  async readWebhook({ rawBody, headers }: SignedRequest, at: Date): Promise<readonly ProviderEvent[]> {
    if (!isSignedInTime(headers['x-webhook-signature'], this.settings.secret, rawBody, at)) throw new BadWebhookSignature();
    const { id: eventId, type, created, data } = readEvent(rawBody);
    const paymentId = looksLikeId(data.payment_id) ? id<PaymentId>(data.payment_id.toLowerCase()) : null;
    return [{ id: eventId, type, occurredAt: new Date(created * 1000), paymentId, news: newsOf(type, data) }];
  }

  async *booked(from: Date, to: Date): AsyncIterable<BookedPayment> {
    for (const { paymentId, reference, status, currency, capturedMinor, refundedMinor } of await this.ledger.between(from, to)) {
      const [captured, refunded] = [Money.of(capturedMinor, currency), Money.of(refundedMinor, currency)];
      yield { paymentId: id<PaymentId>(paymentId), reference, status: BOOKED_AS[status], captured, refunded };
    }
  }

  async waiting(paymentId: PaymentId): Promise<WaitingBuyer | undefined> {
    const charge = await this.ledger.find(paymentId);
    if (charge?.status !== 'requires_action') return undefined;
    return { amount: Money.of(charge.amountMinor, charge.currency), returnUrl: charge.returnUrl };
  }

  async decide(paymentId: PaymentId, isApproved: boolean): Promise<string | null> {
    const outcome = isApproved ? 'captured' : 'declined';
    const type = isApproved ? 'payment.captured' : 'payment.failed';
    const isDecided = await this.ledger.settle(paymentId, outcome);
    if (isDecided) await this.ledger.tell(paymentId, { eventId: eventIdOf(paymentId, type), type, afterMs: 0 });
    return (await this.ledger.find(paymentId))?.returnUrl ?? null;
  }

  /** The buyer's bank takes the money back. */
  async chargeBack(paymentId: PaymentId): Promise<void> {
    const type = 'payment.charged_back';
    await this.ledger.tell(paymentId, { eventId: eventIdOf(paymentId, type), type, afterMs: 0 });
  }

  #answerOf({ paymentId, status, reference, currency, amountMinor, capturedMinor, declineCode }: Charge): GatewayAnswer {
    switch (status) {
      case 'captured':
        return { outcome: 'captured', reference, amount: Money.of(capturedMinor, currency) };
      case 'authorized':
        return { outcome: 'authorized', reference, amount: Money.of(amountMinor, currency) };
      case 'processing':
        return { outcome: 'processing', reference };
      case 'requires_action': {
        const url = (this.settings.bankUrl ?? NO_BANK) + paymentId;
        return { outcome: 'requires_action', reference, nextAction: { type: 'redirect', url } };
      }
      case 'declined':
      case 'voided':
        return { outcome: 'declined', reference, declineCode: (declineCode ?? 'card_declined') as DeclineCode };
    }
  }
}

/** The body of its webhooks; amounts are in major units. */
export interface FakeEvent {
  readonly id: string;
  readonly type: string;
  /** Unix seconds. */
  readonly created: number;
  readonly data: {
    readonly payment_id: string;
    readonly amount: number | string;
    readonly currency: string;
    readonly refund_id?: string;
    readonly decline_code?: string;
  };
}

/** What it signed makes sense. @throws BadWebhookSignature for what it would never sign. */
function readEvent(rawBody: Uint8Array): FakeEvent {
  try {
    const event = JSON.parse(Buffer.from(rawBody).toString('utf8')) as FakeEvent;
    if (typeof event.id === 'string' && typeof event.data.payment_id === 'string') return event;
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
  }
  throw new BadWebhookSignature();
}

function newsOf(type: string, data: FakeEvent['data']): ProviderNews {
  const reference = referenceOf(data.payment_id);
  const payment = (word: GatewayStanding): ProviderNews => ({ kind: 'payment', word });
  switch (type) {
    case 'payment.processing':
      return payment({ outcome: 'processing', reference });
    case 'payment.authorized':
      return payment({ outcome: 'authorized', reference, amount: Money.parse(data.amount, data.currency) });
    case 'payment.captured':
      return payment({ outcome: 'captured', reference, amount: Money.parse(data.amount, data.currency) });
    case 'payment.failed':
      return payment({ outcome: 'declined', reference, declineCode: (data.decline_code ?? 'card_declined') as DeclineCode });
    case 'payment.refunded': {
      const refundId = data.refund_id === undefined ? null : id<RefundId>(data.refund_id);
      return { kind: 'refund', refundId, reference, answer: { outcome: 'succeeded', reference } };
    }
    case 'payment.refund_failed': {
      const refundId = data.refund_id === undefined ? null : id<RefundId>(data.refund_id);
      return { kind: 'refund', refundId, reference, answer: { outcome: 'failed', reason: 'account_closed' } };
    }
    case 'payment.charged_back':
      return { kind: 'charge_back', reference };
    default:
      return { kind: 'nothing' };
  }
}
