import {
  GatewayUnreachable,
  type AuthorizeRequest,
  type DeclineCode,
  type GatewayAnswer,
  type GatewayStanding,
  type PaymentGateway,
  type RefundAnswer,
} from '../../application/payment/ports/payment-gateway.js';
import type { PaymentId, RefundId } from '../../domain/shared/ids.js';
import { Money } from '../../domain/shared/money.js';
import type { Charge, ChargeLedger } from './charge-ledger.js';

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

/** A little provider with books of its own: test tokens decide what happens, and what happened can be asked for after a crash. */
export class FakePaymentGateway implements PaymentGateway {
  readonly name = 'fake';

  constructor(
    private readonly ledger: ChargeLedger,
    private readonly slowMs = SLOW_MS,
  ) {}

  async authorize({ paymentId, amount, token, simulateSuccess }: AuthorizeRequest): Promise<GatewayAnswer> {
    const card = simulateSuccess === false ? 'tok_declined' : (token ?? 'tok_success');
    if (LOST_ON_THE_WAY.includes(card)) throw new GatewayUnreachable(this.name);
    if (card === 'tok_slow') await new Promise((resolve) => setTimeout(resolve, this.slowMs));
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

  async capture(paymentId: PaymentId, amount: Money): Promise<GatewayAnswer> {
    const charge = await this.ledger.capture(paymentId, amount.minor);
    if (!charge) throw new GatewayUnreachable(this.name, new Error('There is no such charge'));
    return answerOf(charge);
  }

  async void(paymentId: PaymentId): Promise<void> {
    await this.ledger.void(paymentId);
  }

  async refund(paymentId: PaymentId, refundId: RefundId, amount: Money): Promise<RefundAnswer> {
    const charge = await this.ledger.find(paymentId);
    if (charge?.token === 'tok_refund_fails') return { outcome: 'failed', reason: 'refund_refused' };
    const goesBack = await this.ledger.refund(refundId, paymentId, amount.minor);
    return goesBack
      ? { outcome: 'succeeded', reference: `fake_refund_${refundId.replaceAll('-', '')}` }
      : { outcome: 'failed', reason: 'refund_exceeds_captured' };
  }

  async lookUp(paymentId: PaymentId): Promise<GatewayStanding> {
    const charge = await this.ledger.find(paymentId);
    if (!charge) return { outcome: 'unknown' };
    return charge.status === 'voided' ? { outcome: 'voided', reference: charge.reference } : answerOf(charge);
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
