import { expect } from 'chai';
import { ReconcilePayments } from '../../../../src/application/checkout/reconcile-payments.js';
import type { PaymentOnRecord } from '../../../../src/application/payment/ports/payment-books.js';
import type { BookedPayment } from '../../../../src/application/payment/ports/payment-gateway.js';
import { id, type OrderId, type PaymentId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { CashOnDelivery } from '../../../../src/infrastructure/payment/cash-on-delivery.js';
import { ConfiguredPaymentGateways } from '../../../../src/infrastructure/payment/configured-payment-gateways.js';

const HOUR_MS = 3_600_000;
const NOW = new Date('2026-01-31T12:00:00.000Z');
const ago = (hours: number): Date => new Date(NOW.getTime() - hours * HOUR_MS);
const usd = (minor: number): Money => Money.of(minor, 'USD');

const onRecord = (changedAt: Date, given: Partial<PaymentOnRecord> = {}): PaymentOnRecord => ({
  id: id<PaymentId>('01900000-0000-7000-8000-000000000a01'),
  orderId: id<OrderId>('01900000-0000-7000-8000-000000000c01'),
  reference: 'ref',
  amount: usd(1000),
  openedAt: ago(10),
  changedAt,
  status: 'captured',
  captured: usd(1000),
  refunded: usd(0),
  onItsWayBack: usd(0),
  ...given,
});

/** A provider whose books hold these lines, and are three hours behind. */
class LateBooks extends CashOnDelivery {
  readonly booksBehindMs = 3 * HOUR_MS;

  constructor(private readonly lines: readonly BookedPayment[]) {
    super();
  }

  override async *booked(): AsyncIterable<BookedPayment> {
    yield* this.lines;
  }
}

const kindsOf = async (ours: PaymentOnRecord, lines: readonly BookedPayment[]): Promise<readonly string[]> => {
  const unused = { execute: () => Promise.reject(new Error('Nothing is to be settled')) };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const gateways = new ConfiguredPaymentGateways([new LateBooks(lines)]);
  const books = { openedBetween: async () => [ours], unansweredRefunds: async () => [] };
  const reconcile = new ReconcilePayments(books, gateways, unused as never, { now: () => NOW }, log);
  const { differences } = await reconcile.execute({ from: ago(24), to: NOW, repairs: false });
  return differences.map(({ kind }) => kind);
};

describe('Comparing our books with ones that are behind', () => {
  const line: BookedPayment = { paymentId: onRecord(NOW).id, reference: 'ref', status: 'captured', captured: usd(1000), refunded: usd(0) };

  it('waits for what has happened since they were written', async () => {
    expect(await kindsOf(onRecord(ago(2)), [])).to.deep.equal([]);
    expect(await kindsOf(onRecord(ago(2), { refunded: usd(300) }), [line])).to.deep.equal([]);
  });

  it('and no longer', async () => {
    expect(await kindsOf(onRecord(ago(4)), [])).to.deep.equal(['missing_there']);
    expect(await kindsOf(onRecord(ago(4), { refunded: usd(300) }), [line])).to.deep.equal(['refunded_differs']);
    expect(await kindsOf(onRecord(ago(4)), [line])).to.deep.equal([]);
  });
});
