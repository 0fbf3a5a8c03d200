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

/** A provider that puts a payment in its books when it was approved, up to three days after we opened it. */
class ApprovedLate extends CashOnDelivery {
  readonly booksOpenLateMs = 72 * HOUR_MS;

  constructor(private readonly approved: readonly (BookedPayment & { readonly at: Date })[]) {
    super();
  }

  override async *booked(from?: Date, to?: Date): AsyncIterable<BookedPayment> {
    for (const { at, ...line } of this.approved) if (from && to && at >= from && at < to) yield line;
  }
}

describe('Comparing our books with ones that open a payment late', () => {
  const day = async (openedAt: Date, approvedAt: Date) => {
    const payment = onRecord(approvedAt, { openedAt });
    const at = {
      at: approvedAt,
      paymentId: payment.id,
      reference: 'ref',
      status: 'captured' as const,
      captured: usd(1000),
      refunded: usd(0),
    };
    const books = {
      openedBetween: async (_gateway: string, from: Date, to: Date) => (openedAt >= from && openedAt < to ? [payment] : []),
      unansweredRefunds: async () => [],
    };
    const unused = { execute: () => Promise.reject(new Error('Nothing is to be settled')) };
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const gateways = new ConfiguredPaymentGateways([new ApprovedLate([at])]);
    const reconcile = new ReconcilePayments(books, gateways, unused as never, { now: () => NOW }, log);
    const { differences } = await reconcile.execute({ from: ago(72), to: ago(48), repairs: false });
    return differences.map(({ kind }) => kind);
  };

  it('finds what was opened inside the period and approved after it', async () => {
    expect(await day(ago(49), ago(40))).to.deep.equal([]);
    expect(await day(ago(49), ago(2))).to.deep.equal([]);
  });

  it('knows what was opened before the period and approved inside it', async () => {
    expect(await day(ago(75), ago(71))).to.deep.equal([]);
    expect(await day(ago(110), ago(50))).to.deep.equal([]);
  });
});
