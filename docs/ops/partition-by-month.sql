-- Orders, their lines and the events of the outbox in a partition for each month. For a shop of some hundred million orders, see
-- docs/scaling.md; below that it costs more than it gives. Tried with every change: test/integration/operations/partitions.test.ts.
--
-- Ids are UUIDv7, which begin with the time, so a range of ids is a range of time and the primary keys stay what they are. What is there
-- now becomes the first partition as it is: nothing is copied. It takes a lock while indexes of the new parents are made, which is quick,
-- and while foreign keys are checked again, which reads order_lines, order_history and payments once: stop the shop for it.
-- Run it as the owner of the tables, in one transaction: psql -1 -f partition-by-month.sql

-- The lowest id that was made at or after this moment.
create function first_id_at(moment timestamptz) returns uuid language sql immutable as $$
  select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- Makes room for one month; safe to repeat. Call it for the next months by cron, well ahead.
create procedure make_room(parent text, month date) language plpgsql as $$
declare
  begins timestamptz := date_trunc('month', month::timestamp) at time zone 'UTC';
  ends timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') at time zone 'UTC';
begin
  execute format('create table if not exists %I partition of %I for values from (%L) to (%L)',
    parent || to_char(month, '_YYYY_MM'), parent, first_id_at(begins), first_id_at(ends));
end $$;

-- Makes a partitioned table of one that is there, whose primary key begins with an id of UUIDv7.
create procedure split_by_month(parent text, key text, months integer) language plpgsql as $$
declare
  part text := parent || '_before';
  names record;
begin
  execute format('alter table %I rename to %I', parent, part);
  for names in select indexrelid::regclass::text as name from pg_index where indrelid = part::regclass loop
    execute format('alter index %s rename to %I', names.name, part || '_' || names.name);
  end loop;
  execute format('create table %I (like %I including defaults including constraints) partition by range (%s)', parent, part, key);
  execute format('alter table %I attach partition %I for values from (minvalue) to (%L)', parent, part,
    first_id_at((date_trunc('month', now() at time zone 'UTC') + interval '1 month') at time zone 'UTC'));
  for ahead in 1..months loop
    call make_room(parent, (date_trunc('month', now() at time zone 'UTC') + ahead * interval '1 month')::date);
  end loop;
  -- Whatever nobody made room for: late, but never refused.
  execute format('create table %I partition of %I default', parent || '_rest', parent);
end $$;

-- The outbox: a month is dropped as a whole, instead of deleted row by row.
call split_by_month('outbox', 'id', 3);
alter table outbox add primary key (id);
create index outbox_unpublished on outbox (id) where published_at is null;

-- Orders and their lines.
alter table order_lines drop constraint order_lines_order_id_fkey;
alter table order_history drop constraint order_history_order_id_fkey;
alter table payments drop constraint payments_order_id_fkey;
alter table orders drop constraint orders_number;
alter table orders drop constraint orders_one_per_cart;

call split_by_month('orders', 'id', 3);
alter table orders add primary key (id);
create index orders_of_customer on orders (customer_id, id desc);
create index orders_to_be_paid on orders (pay_by) where status = 'pending';
create index orders_by_number on orders (number);
create index orders_by_cart on orders (cart_id);

call split_by_month('order_lines', 'order_id', 3);
alter table order_lines add primary key (order_id, position);

alter table order_lines add constraint order_lines_order_id_fkey foreign key (order_id) references orders;
alter table order_history add constraint order_history_order_id_fkey foreign key (order_id) references orders;
alter table payments add constraint payments_order_id_fkey foreign key (order_id) references orders;

-- One order for each cart, one number for each order: a partitioned table can promise that only within a month, so two small tables do.
create table order_carts (cart_id uuid constraint orders_one_per_cart primary key, order_id uuid not null);
create table order_numbers (number text constraint orders_number primary key, order_id uuid not null);
insert into order_carts select cart_id, id from orders;
insert into order_numbers select number, id from orders;
create function keep_orders_apart() returns trigger language plpgsql as $$
begin
  insert into order_carts values (new.cart_id, new.id);
  insert into order_numbers values (new.number, new.id);
  return null;
end $$;
create trigger orders_are_kept_apart after insert on orders for each row execute function keep_orders_apart();
