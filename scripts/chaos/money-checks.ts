import type { Knex } from 'knex';

export interface Check {
  readonly what: string;
  /** How many rows break it: none should. */
  readonly broken: number;
}

/** What the buyer's side of a charge at the fake provider comes to: taken and not given back. */
const KEPT = `(
  select charge.payment_id, charge.captured_minor - coalesce((
      select sum(refund.amount_minor) from fake_gateway_refunds refund where refund.payment_id = charge.payment_id), 0) as kept_minor
  from fake_gateway_charges charge) kept`;

type Row = readonly [what: string, rows: string];

/** True at every instant, whatever is going on. */
const ALWAYS: readonly Row[] = [
  [
    'a confirmed order is covered by exactly one payment',
    `select o.id from orders o left join payments p on p.order_id = o.id
      and (p.status in ('authorized', 'partially_captured', 'captured', 'partially_refunded', 'refunded') or (p.status = 'pending' and p.is_promised))
     where o.status in ('confirmed', 'completed') and o.total_minor > 0 group by o.id having count(p.id) <> 1`,
  ],
  [
    'no order was charged twice',
    `select p.order_id from ${KEPT} join payments p on p.id = kept.payment_id where kept.kept_minor > 0 group by p.order_id having count(*) > 1`,
  ],
  ['a cart became one order', 'select cart_id from orders group by cart_id having count(*) > 1'],
  [
    'what is on hand is the sum of its movements',
    `select variant_id from stock where on_hand <> coalesce((
      select sum(delta) from stock_movements moved where moved.variant_id = stock.variant_id), 0)`,
  ],
  [
    'what is on hand lies somewhere',
    `select variant_id from stock where on_hand <> coalesce((
      select sum(on_hand) from stock_at lying where lying.variant_id = stock.variant_id), 0)`,
  ],
  [
    'what is reserved is promised to somebody',
    `select variant_id from stock where reserved <> coalesce((
      select sum(quantity) from reservations held where held.variant_id = stock.variant_id), 0)`,
  ],
  [
    'a confirmed order holds its goods, and no order that is over does',
    `select o.id from orders o left join (select order_id, sum(quantity) as held from reservations group by order_id) r on r.order_id = o.id
     where (o.status = 'confirmed' and coalesce(r.held, 0) <> (
          select coalesce(sum(quantity), 0) from order_lines line join stock using (variant_id) where line.order_id = o.id and is_tracked))
        or (o.status in ('cancelled', 'expired') and coalesce(r.held, 0) > 0)`,
  ],
  [
    'no order is without its lines, nor without a payment',
    `select o.id from orders o where not exists (select from order_lines line where line.order_id = o.id)
        or (o.total_minor > 0 and not exists (select from payments p where p.order_id = o.id))`,
  ],
  [
    'nothing is held for an order that is not there',
    'select held.order_id from reservations held left join orders o on o.id = held.order_id where o.id is null',
  ],
];

/** True when everything has come to rest. */
const AT_REST: readonly Row[] = [
  [
    'money that the provider kept belongs to a confirmed order',
    `select kept.payment_id from ${KEPT} left join payments p on p.id = kept.payment_id left join orders o on o.id = p.order_id
     where kept.kept_minor > 0 and (o.id is null or o.status not in ('confirmed', 'completed'))`,
  ],
  [
    "the provider's books and ours say the same",
    `select p.id from payments p left join ${KEPT} on kept.payment_id = p.id
     where p.gateway = 'fake' and p.captured_minor - p.refunded_minor <> coalesce(kept.kept_minor, 0)`,
  ],
  [
    'no payment still waits for a word',
    `select id from payments where status in ('pending', 'requires_action', 'processing') and not is_promised`,
  ],
  ['every committed event was handed over', 'select id from outbox where published_at is null'],
  ['no job gave up', 'select id from graphile_worker._private_jobs where attempts >= max_attempts'],
  [
    'every confirmed order got its mail, and one only',
    `select e.id from outbox e where e.type = 'order.confirmed' and 1 <> (
      select count(*) from sent_mails mail where mail.sent_at is not null and mail.key = 'order-confirmed:' || e.aggregate_id)`,
  ],
];

const countBroken = async (knex: Knex, rows: readonly Row[]): Promise<Check[]> => {
  const checks: Check[] = [];
  for (const [what, broken] of rows) {
    const answer = await knex.raw<{ rows: { broken: number }[] }>(`select count(*)::int as broken from (${broken}) as broken`);
    checks.push({ what, broken: answer.rows[0]?.broken ?? -1 });
  }
  return checks;
};

/** What has to hold at every instant. */
export const checkNow = (knex: Knex): Promise<Check[]> => countBroken(knex, ALWAYS);

/** The books, looked at from all sides when everything has come to rest. */
export const checkMoney = (knex: Knex): Promise<Check[]> => countBroken(knex, [...ALWAYS, ...AT_REST]);

export const isBroken = ({ broken }: Check): boolean => broken !== 0;
