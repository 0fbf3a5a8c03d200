import type { Charge, ChargeLedger, DueNotice, Notice } from '../../payment/charge-ledger.js';
import { violatesUnique } from '../shared/database-faults.js';
import type { Sql } from '../shared/sql.js';

interface ChargeRow {
  readonly payment_id: string;
  readonly reference: string;
  readonly token: string;
  readonly currency: string;
  readonly amount_minor: number;
  readonly captured_minor: number;
  readonly refunded_minor: number;
  readonly status: Charge['status'];
  readonly decline_code: string | null;
  readonly return_url: string | null;
}

interface NoticeRow extends ChargeRow {
  readonly notice_id: number;
  readonly event_id: string;
  readonly type: string;
  readonly settles: DueNotice['settles'];
}

const NEW_NOTICES = `insert into fake_gateway_notices (event_id, payment_id, type, settles, due_at)
    select notice."eventId", charge.payment_id, notice.type, notice.settles, now() + notice."afterMs" * interval '1 millisecond'`;
const NOTICE_FIELDS = '("eventId" text, type text, settles text, "afterMs" double precision)';

/** The pointless update makes an insert that came second give back the row of the first. */
const OPEN = {
  name: 'fake_gateway.open',
  text: `insert into fake_gateway_charges
      (payment_id, reference, token, currency, amount_minor, captured_minor, status, decline_code, return_url)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    on conflict (payment_id) do update set reference = fake_gateway_charges.reference
    returning *`,
};
/** Of several at once only the one that opens the charge has something to tell. */
const OPEN_TELLING = {
  name: 'fake_gateway.open_telling',
  text: `with charge as (
      insert into fake_gateway_charges
        (payment_id, reference, token, currency, amount_minor, captured_minor, status, decline_code, return_url)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      on conflict (payment_id) do nothing
      returning *
    ), told as (
      ${NEW_NOTICES} from charge, jsonb_to_recordset($10::jsonb) as notice ${NOTICE_FIELDS}
    )
    select * from charge`,
};
const TELL = {
  name: 'fake_gateway.tell',
  text: `${NEW_NOTICES} from fake_gateway_charges charge, jsonb_to_recordset($2::jsonb) as notice ${NOTICE_FIELDS} where charge.payment_id = $1`,
};
const FIND = { name: 'fake_gateway.find', text: 'select * from fake_gateway_charges where payment_id = $1' };
const BETWEEN = {
  name: 'fake_gateway.between',
  text: 'select * from fake_gateway_charges where created_at >= $1 and created_at < $2 order by created_at, payment_id',
};
const CAPTURE = {
  name: 'fake_gateway.capture',
  text: `update fake_gateway_charges set status = 'captured', captured_minor = $2
    where payment_id = $1 and status = 'authorized' and $2 <= amount_minor`,
};
const SETTLE = {
  name: 'fake_gateway.settle',
  text: `update fake_gateway_charges
    set status = $2, captured_minor = case when $2 = 'captured' then amount_minor else 0 end,
      decline_code = case when $2 = 'declined' then 'card_declined' end
    where payment_id = $1 and status in ('processing', 'requires_action')`,
};
const VOID = {
  name: 'fake_gateway.void',
  text: `update fake_gateway_charges set status = 'voided'
    where payment_id = $1 and status in ('authorized', 'processing', 'requires_action')`,
};
const REFUNDED = { name: 'fake_gateway.refunded', text: 'select 1 from fake_gateway_refunds where refund_id = $1' };
/** The sum on the charge is what parallel refunds queue at; a refund that is there already undoes it all. */
const REFUND = {
  name: 'fake_gateway.refund',
  text: `with charge as (
      update fake_gateway_charges set refunded_minor = refunded_minor + $3::bigint
      where payment_id = $2 and refunded_minor + $3::bigint <= captured_minor returning payment_id
    )
    insert into fake_gateway_refunds (refund_id, payment_id, amount_minor) select $1, payment_id, $3::bigint from charge returning refund_id`,
};
const RETRIES = 10;
const DUE = {
  name: 'fake_gateway.due',
  text: `with due as (
      select id from fake_gateway_notices where sent_at is null and due_at <= $1 and attempts < ${RETRIES}
      order by due_at, id limit $2 for update skip locked
    ), handed_out as (
      update fake_gateway_notices notice set attempts = attempts + 1, due_at = $1::timestamptz + interval '2 seconds' * power(2, attempts)
      from due where notice.id = due.id returning notice.*
    )
    select handed_out.id as notice_id, handed_out.event_id, handed_out.type, handed_out.settles, charge.*
    from handed_out join fake_gateway_charges charge using (payment_id) order by handed_out.id`,
};
const CROSS_OFF = { name: 'fake_gateway.cross_off', text: 'update fake_gateway_notices set sent_at = now() where id = $1' };

const toCharge = (row: ChargeRow): Charge => ({
  paymentId: row.payment_id,
  reference: row.reference,
  token: row.token,
  currency: row.currency,
  amountMinor: row.amount_minor,
  capturedMinor: row.captured_minor,
  status: row.status,
  declineCode: row.decline_code,
  returnUrl: row.return_url,
});

/** The fake provider's books in tables of their own, each statement its own transaction: a rollback of the shop's does not touch them. */
export class SqlChargeLedger implements ChargeLedger {
  constructor(private readonly sql: Sql) {}

  async open(charge: Charge, notices: readonly Notice[] = []): Promise<Charge> {
    const { paymentId, reference, token, currency, amountMinor, capturedMinor, status, declineCode, returnUrl } = charge;
    const values = [paymentId, reference, token, currency, amountMinor, capturedMinor, status, declineCode, returnUrl];
    const [row] =
      notices.length === 0
        ? await this.sql.query<ChargeRow>(OPEN, values)
        : await this.sql.query<ChargeRow>(OPEN_TELLING, [...values, JSON.stringify(notices)]);
    return row ? toCharge(row) : ((await this.find(paymentId)) ?? charge);
  }

  async find(paymentId: string): Promise<Charge | undefined> {
    const [row] = await this.sql.query<ChargeRow>(FIND, [paymentId]);
    return row && toCharge(row);
  }

  async between(from: Date, to: Date): Promise<readonly (Charge & { readonly refundedMinor: number })[]> {
    const rows = await this.sql.query<ChargeRow>(BETWEEN, [from, to]);
    return rows.map((row) => ({ ...toCharge(row), refundedMinor: row.refunded_minor }));
  }

  async capture(paymentId: string, amountMinor: number): Promise<Charge | undefined> {
    await this.sql.query(CAPTURE, [paymentId, amountMinor]);
    return this.find(paymentId);
  }

  async settle(paymentId: string, to: 'captured' | 'declined'): Promise<boolean> {
    await this.sql.query(SETTLE, [paymentId, to]);
    return (await this.find(paymentId))?.status === to;
  }

  async void(paymentId: string): Promise<void> {
    await this.sql.query(VOID, [paymentId]);
  }

  async refund(refundId: string, paymentId: string, amountMinor: number): Promise<boolean> {
    if (await this.hasRefunded(refundId)) return true;
    try {
      return (await this.sql.query(REFUND, [refundId, paymentId, amountMinor])).length > 0;
    } catch (error) {
      if (violatesUnique(error, 'fake_gateway_refunds_pkey')) return true;
      throw error;
    }
  }

  async hasRefunded(refundId: string): Promise<boolean> {
    return (await this.sql.query(REFUNDED, [refundId])).length > 0;
  }

  async tell(paymentId: string, notice: Notice): Promise<void> {
    await this.sql.query(TELL, [paymentId, JSON.stringify([notice])]);
  }

  async due(at: Date, limit: number): Promise<readonly DueNotice[]> {
    const rows = await this.sql.query<NoticeRow>(DUE, [at, limit]);
    return rows.map((row) => ({
      id: row.notice_id,
      eventId: row.event_id,
      type: row.type,
      settles: row.settles,
      charge: toCharge(row),
    }));
  }

  async crossOff(noticeId: number): Promise<void> {
    await this.sql.query(CROSS_OFF, [noticeId]);
  }
}
