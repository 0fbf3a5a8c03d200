import type { Charge, ChargeLedger } from '../../payment/charge-ledger.js';
import type { Sql } from '../shared/sql.js';

interface ChargeRow {
  readonly payment_id: string;
  readonly reference: string;
  readonly token: string;
  readonly currency: string;
  readonly amount_minor: number;
  readonly captured_minor: number;
  readonly status: Charge['status'];
  readonly decline_code: string | null;
}

/** The pointless update makes an insert that came second give back the row of the first. */
const OPEN = {
  name: 'fake_gateway.open',
  text: `insert into fake_gateway_charges (payment_id, reference, token, currency, amount_minor, captured_minor, status, decline_code)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (payment_id) do update set reference = fake_gateway_charges.reference
    returning *`,
};
const FIND = { name: 'fake_gateway.find', text: 'select * from fake_gateway_charges where payment_id = $1' };
const BETWEEN = {
  name: 'fake_gateway.between',
  text: `select charge.*, (
      select coalesce(sum(refund.amount_minor), 0)::bigint from fake_gateway_refunds refund where refund.payment_id = charge.payment_id
    ) as refunded_minor
    from fake_gateway_charges charge where charge.created_at >= $1 and charge.created_at < $2 order by charge.created_at, charge.payment_id`,
};
const CAPTURE = {
  name: 'fake_gateway.capture',
  text: `update fake_gateway_charges set status = 'captured', captured_minor = $2
    where payment_id = $1 and status = 'authorized' and $2 <= amount_minor`,
};
const VOID = {
  name: 'fake_gateway.void',
  text: `update fake_gateway_charges set status = 'voided'
    where payment_id = $1 and status in ('authorized', 'processing', 'requires_action')`,
};
const REFUND = {
  name: 'fake_gateway.refund',
  text: `insert into fake_gateway_refunds (refund_id, payment_id, amount_minor)
    select $1, charge.payment_id, $3::bigint from fake_gateway_charges charge
    where charge.payment_id = $2 and charge.captured_minor >= $3::bigint + (
      select coalesce(sum(amount_minor), 0) from fake_gateway_refunds where payment_id = $2 and refund_id <> $1)
    on conflict (refund_id) do update set amount_minor = fake_gateway_refunds.amount_minor
    returning refund_id`,
};

const toCharge = (row: ChargeRow): Charge => ({
  paymentId: row.payment_id,
  reference: row.reference,
  token: row.token,
  currency: row.currency,
  amountMinor: row.amount_minor,
  capturedMinor: row.captured_minor,
  status: row.status,
  declineCode: row.decline_code,
});

/** The fake provider's books in tables of their own, each statement its own transaction: a rollback of the shop's does not touch them. */
export class SqlChargeLedger implements ChargeLedger {
  constructor(private readonly sql: Sql) {}

  async open(charge: Charge): Promise<Charge> {
    const { paymentId, reference, token, currency, amountMinor, capturedMinor, status, declineCode } = charge;
    const values = [paymentId, reference, token, currency, amountMinor, capturedMinor, status, declineCode];
    const [row] = await this.sql.query<ChargeRow>(OPEN, values);
    return row ? toCharge(row) : charge;
  }

  async find(paymentId: string): Promise<Charge | undefined> {
    const [row] = await this.sql.query<ChargeRow>(FIND, [paymentId]);
    return row && toCharge(row);
  }

  async between(from: Date, to: Date): Promise<readonly (Charge & { readonly refundedMinor: number })[]> {
    const rows = await this.sql.query<ChargeRow & { readonly refunded_minor: number }>(BETWEEN, [from, to]);
    return rows.map((row) => ({ ...toCharge(row), refundedMinor: row.refunded_minor }));
  }

  async capture(paymentId: string, amountMinor: number): Promise<Charge | undefined> {
    await this.sql.query(CAPTURE, [paymentId, amountMinor]);
    return this.find(paymentId);
  }

  async void(paymentId: string): Promise<void> {
    await this.sql.query(VOID, [paymentId]);
  }

  async refund(refundId: string, paymentId: string, amountMinor: number): Promise<boolean> {
    return (await this.sql.query(REFUND, [refundId, paymentId, amountMinor])).length > 0;
  }
}
