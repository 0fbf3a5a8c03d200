import { Payment, type PaymentDraft } from '../../../src/domain/payment/payment.js';
import type { PaymentState, PaymentStatus, RefundState } from '../../../src/domain/payment/payment-state.js';
import { id, type RefundId } from '../../../src/domain/shared/ids.js';
import { Money } from '../../../src/domain/shared/money.js';
import { BUYER, NOON, ORDER_ID } from './an-order.js';

const usd = (minor: number) => Money.of(minor, 'USD');

export const aPaymentDraft = (given: Partial<PaymentDraft> = {}): PaymentDraft => ({
  id: id('01900000-0000-7000-8000-000000000a01'),
  orderId: id(ORDER_ID),
  customerId: BUYER,
  gateway: 'fake',
  method: 'card',
  amount: usd(3000),
  ...given,
});

/** Just opened. */
export const aPayment = (given: Partial<PaymentDraft> = {}): Payment => Payment.open(aPaymentDraft(given), NOON);

const TAKEN: Partial<Record<PaymentStatus, number>> = {
  partially_captured: 1000,
  captured: 3000,
  partially_refunded: 3000,
  refunded: 3000,
  charged_back: 3000,
};
const GIVEN_BACK: Partial<Record<PaymentStatus, number>> = { partially_refunded: 1000, refunded: 3000 };

/** Of 30.00, from storage, wherever it is in its life. */
export const aPaymentThatIs = (status: PaymentStatus, given: Partial<PaymentState> = {}): Payment =>
  Payment.reconstitute(
    {
      ...aPaymentDraft(),
      status,
      captured: usd(TAKEN[status] ?? 0),
      refunded: usd(GIVEN_BACK[status] ?? 0),
      isPromised: false,
      reference: 'ref',
      declineCode: null,
      nextAction: null,
      refunds: [],
      capturing: null,
      doubt: null,
      createdAt: NOON,
      updatedAt: NOON,
      ...given,
    },
    1,
  );

export const A_REFUND = id<RefundId>('01900000-0000-7000-8000-000000000b01');

/** All of it, asked for; a test names only what it is about. */
export const aRefund = (given: Partial<RefundState> = {}): RefundState => ({
  id: A_REFUND,
  amount: usd(3000),
  status: 'requested',
  reason: 'why',
  lines: [],
  shipping: usd(0),
  key: given.id ?? A_REFUND,
  reference: given.status === 'pending' ? 'back-1' : null,
  requestedAt: NOON,
  ...given,
});
