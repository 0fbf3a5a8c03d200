import {
  GatewayUnreachable,
  type AuthorizeRequest,
  type BookedPayment,
  type DeclineCode,
  type GatewayAnswer,
  type GatewayStanding,
  type KnownPayment,
  type PaymentGateway,
  type ProviderEvent,
  type ProviderNews,
  type RefundAnswer,
  type SignedRequest,
} from '../../application/payment/ports/payment-gateway.js';
import { BadWebhookSignature } from '../../domain/payment/payment-errors.js';
import { id, looksLikeId, type PaymentId, type RefundId } from '../../domain/shared/ids.js';
import { Money } from '../../domain/shared/money.js';
import type { Charge, ChargeLedger } from './charge-ledger.js';
import { isSignedInTime } from './timestamped-signature.js';

/** What each test token makes of a charge; a token that is not here is a card nobody knows. */
const FATE: Readonly<Record<string, Pick<Charge, 'status' | 'declineCode'>>> = {
  tok_success: { status: 'captured', declineCode: null },
  tok_slow: { status: 'captured', declineCode: null },
  tok_timeout_after: { status: 'captured', declineCode: null },
  tok_refund_fails: { status: 'captured', declineCode: null },
  tok_authorize_only: { status: 'authorized', declineCode: null },
  tok_pending: { status: 'processing', declineCode: null },
  tok_3ds: { status: 'requires_action', declineCode: null },
  tok_declined: { status: 'declined', declineCode: 'card_declined' },
  tok_insufficient_funds: { status: 'declined', declineCode: 'insufficient_funds' },
  tok_expired_card: { status: 'declined', declineCode: 'expired_card' },
};
const UNKNOWN_CARD = { status: 'declined', declineCode: 'card_declined' } as const;
/** The provider never hears of these. */
const LOST_ON_THE_WAY: readonly string[] = ['tok_timeout_before', 'tok_error'];
const SLOW_MS = 1_500;
/** Reserved for documentation (RFC 2606): the buyer's bank is not a real place either. */
const BANK = 'https://bank.example/3ds/';

export interface FakeGatewaySettings {
  /** What its webhooks are signed with. */
  readonly secret: string;
  /** How long `tok_slow` takes, in milliseconds. */
  readonly slowMs?: number;
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
export class FakePaymentGateway implements PaymentGateway {
  readonly name = 'fake';

  constructor(
    private readonly ledger: ChargeLedger,
    private readonly settings: FakeGatewaySettings,
  ) {}

  async authorize({ paymentId, amount, token, simulateSuccess }: AuthorizeRequest): Promise<GatewayAnswer> {
    const card = simulateSuccess === false ? 'tok_declined' : (token ?? 'tok_success');
    if (LOST_ON_THE_WAY.includes(card)) throw new GatewayUnreachable(this.name);
    if (card === 'tok_slow') await new Promise((resolve) => setTimeout(resolve, this.settings.slowMs ?? SLOW_MS));
    const fate = FATE[card] ?? UNKNOWN_CARD;
    const charge = await this.ledger.open({
      ...fate,
      paymentId,
      reference: `fake_${paymentId.replaceAll('-', '')}`,
      token: card,
      currency: amount.currency,
      amountMinor: amount.minor,
      capturedMinor: fate.status === 'captured' ? amount.minor : 0,
    });
    if (card === 'tok_timeout_after') throw new GatewayUnreachable(this.name);
    return answerOf(charge);
  }

  async capture({ id: paymentId }: KnownPayment, amount: Money): Promise<GatewayAnswer> {
    const charge = await this.ledger.capture(paymentId, amount.minor);
    if (!charge) throw new GatewayUnreachable(this.name, new Error('There is no such charge'));
    return answerOf(charge);
  }

  async void({ id: paymentId }: KnownPayment): Promise<void> {
    await this.ledger.void(paymentId);
  }

  async refund({ id: paymentId }: KnownPayment, refundId: RefundId, amount: Money): Promise<RefundAnswer> {
    const charge = await this.ledger.find(paymentId);
    if (charge?.token === 'tok_refund_fails') return { outcome: 'failed', reason: 'refund_refused' };
    const goesBack = await this.ledger.refund(refundId, paymentId, amount.minor);
    return goesBack
      ? { outcome: 'succeeded', reference: `fake_refund_${refundId.replaceAll('-', '')}` }
      : { outcome: 'failed', reason: 'refund_exceeds_captured' };
  }

  async lookUp({ id: paymentId }: KnownPayment): Promise<GatewayStanding> {
    const charge = await this.ledger.find(paymentId);
    if (!charge) return { outcome: 'unknown' };
    return charge.status === 'voided' ? { outcome: 'voided', reference: charge.reference } : answerOf(charge);
  }

  async readWebhook({ rawBody, headers }: SignedRequest, at: Date): Promise<readonly ProviderEvent[]> {
    if (!isSignedInTime(headers['x-webhook-signature'], this.settings.secret, rawBody, at)) throw new BadWebhookSignature();
    const { id: eventId, type, created, data } = JSON.parse(Buffer.from(rawBody).toString('utf8')) as FakeEvent;
    const paymentId = looksLikeId(data.payment_id) ? id<PaymentId>(data.payment_id.toLowerCase()) : null;
    return [{ id: eventId, type, occurredAt: new Date(created * 1000), paymentId, news: newsOf(type, data) }];
  }

  async *booked(from: Date, to: Date): AsyncIterable<BookedPayment> {
    for (const { paymentId, reference, status, currency, capturedMinor, refundedMinor } of await this.ledger.between(from, to)) {
      const [captured, refunded] = [Money.of(capturedMinor, currency), Money.of(refundedMinor, currency)];
      yield { paymentId: id<PaymentId>(paymentId), reference, status: BOOKED_AS[status], captured, refunded };
    }
  }
}

/** The body of its webhooks; amounts are in major units. */
interface FakeEvent {
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

function newsOf(type: string, data: FakeEvent['data']): ProviderNews {
  const reference = `fake_${data.payment_id.replaceAll('-', '')}`;
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
    case 'payment.charged_back':
      return { kind: 'charge_back', reference };
    default:
      return { kind: 'nothing' };
  }
}

function answerOf({ status, reference, currency, amountMinor, capturedMinor, declineCode }: Charge): GatewayAnswer {
  switch (status) {
    case 'captured':
      return { outcome: 'captured', reference, amount: Money.of(capturedMinor, currency) };
    case 'authorized':
      return { outcome: 'authorized', reference, amount: Money.of(amountMinor, currency) };
    case 'processing':
      return { outcome: 'processing', reference };
    case 'requires_action':
      return { outcome: 'requires_action', reference, nextAction: { type: 'redirect', url: BANK + reference } };
    case 'declined':
    case 'voided':
      return { outcome: 'declined', reference, declineCode: (declineCode ?? 'card_declined') as DeclineCode };
  }
}
