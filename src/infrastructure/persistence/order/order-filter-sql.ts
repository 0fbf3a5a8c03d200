import type { OrderFilter } from '../../../application/order/ports/order-queries.js';

/** What `paymentStatusOf` says, for filtering where the rows are; a test holds the two together. */
const PAYMENT_STATUS = `(
  select case
    when o.total_minor = 0 then 'paid'
    when money.captured > 0 then case
      when money.kept - money.on_its_way_back >= o.total_minor then 'paid'
      when money.on_its_way_back > 0 then 'refund_pending'
      when money.is_charged_back then 'charged_back'
      when money.kept = 0 then 'refunded'
      when money.kept <> money.captured then 'partially_refunded'
      when money.kept < o.total_minor - off.worth then 'partially_paid'
      else 'paid' end
    when money.is_authorized then 'authorized'
    when money.latest = 'failed' and not money.is_open then 'failed'
    else 'unpaid' end
  from (
    select coalesce(sum(p.captured_minor), 0) as captured,
      coalesce(sum(p.captured_minor - p.refunded_minor) filter (where p.status <> 'charged_back'), 0) as kept,
      coalesce(sum(back.amount) filter (where p.status <> 'charged_back'), 0) as on_its_way_back,
      coalesce(bool_or(p.status = 'charged_back'), false) as is_charged_back,
      coalesce(bool_or(p.status = 'authorized'), false) as is_authorized,
      coalesce(bool_or(p.status in ('pending', 'requires_action', 'processing') and not p.is_promised), false) as is_open,
      (array_agg(p.status order by p.id desc))[1] as latest
    from payments p
    cross join lateral (
      select coalesce(sum(refund.amount_minor), 0) as amount from refunds refund
      where refund.payment_id = p.id and refund.status in ('requested', 'pending')
    ) back
    where p.order_id = o.id and p.currency = o.currency
  ) money, (
    select coalesce(sum((credit->>'amountMinor')::bigint), 0) as worth from jsonb_array_elements(o.called_off) credit
  ) off)`;

/** What `shippingStatusOf` says. */
const SHIPPING_STATUS = `(
  select case
    when o.status in ('cancelled', 'expired') then 'cancelled'
    when parcels.all_of_them = 0 then 'pending'
    when parcels.living = 0 then 'cancelled'
    when parcels.gone > 0 and parcels.gone < parcels.living then 'partially_shipped'
    when parcels.is_pending then 'pending'
    when parcels.is_processing then 'processing'
    when parcels.is_shipped then 'shipped'
    when parcels.is_delivered then 'delivered'
    else 'returned' end
  from (
    select count(*) as all_of_them,
      count(*) filter (where s.status <> 'cancelled') as living,
      count(*) filter (where s.status in ('shipped', 'delivered', 'returned')) as gone,
      bool_or(s.status = 'pending') as is_pending,
      bool_or(s.status = 'processing') as is_processing,
      bool_or(s.status = 'shipped') as is_shipped,
      bool_or(s.status = 'delivered') as is_delivered
    from shipments s where s.order_id = o.id
  ) parcels)`;

const CONDITIONS: Readonly<Record<keyof OrderFilter, (parameter: string) => string>> = {
  customerId: (parameter) => `o.customer_id = ${parameter}`,
  status: (parameter) => `o.status = ${parameter}`,
  placedFrom: (parameter) => `o.placed_at >= ${parameter}`,
  placedTo: (parameter) => `o.placed_at <= ${parameter}`,
  text: (parameter) =>
    `(o.number ilike ${parameter} or o.email ilike ${parameter}
      or exists (select from order_lines line where line.order_id = o.id and line.sku ilike ${parameter}))`,
  paymentStatus: (parameter) => `${PAYMENT_STATUS} = ${parameter}`,
  shippingStatus: (parameter) => `${SHIPPING_STATUS} = ${parameter}`,
};

const FILTERS = Object.keys(CONDITIONS) as (keyof OrderFilter)[];

const contains = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

export interface Conditions {
  /** The same filters make the same text, so that it is prepared once; short, since PostgreSQL cuts names off. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Only what is asked for becomes a condition: the planner then sees which index fits. */
export function conditionsOf(filter: OrderFilter): Conditions {
  const given = FILTERS.filter((key) => filter[key] !== undefined);
  return {
    name: given.map((key) => FILTERS.indexOf(key)).join('') || 'all',
    text: given.map((key, index) => CONDITIONS[key](`$${index + 1}`)).join(' and ') || 'true',
    values: given.map((key) => (key === 'text' ? contains(filter.text ?? '') : filter[key])),
  };
}
