import type { Knex } from 'knex';

const MAIN = '01900000-0000-7000-8000-000000000001';

/*
 * What is on hand lies somewhere. `stock` keeps the sum, which is all that a checkout looks at; for every change of the sum that does not
 * say where, the places are taken in their order of priority. No statement can leave the sum and the places apart.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table stock_locations (
      id uuid primary key,
      code text not null,
      name text not null,
      priority integer not null,
      is_closed boolean not null default false,
      version integer not null,
      created_at timestamptz not null,
      updated_at timestamptz not null
    );
    create unique index stock_locations_code on stock_locations (lower(code)) where not is_closed;
    insert into stock_locations (id, code, name, priority, version, created_at, updated_at)
      values ('${MAIN}', 'main', 'Main stockroom', 100, 1, now(), now());

    create table stock_at (
      variant_id uuid not null references stock,
      location_id uuid not null references stock_locations,
      on_hand integer not null check (on_hand >= 0),
      primary key (variant_id, location_id)
    ) with (fillfactor = 80);
    create index stock_at_location on stock_at (location_id) where on_hand > 0;
    insert into stock_at select variant_id, '${MAIN}', on_hand from stock where on_hand > 0;

    -- locks(stock_movements_reason_check): one pass over rows that the rule before allowed already; whoever ships or counts waits for it
    alter table stock_movements
      add column location_id uuid not null default '${MAIN}' references stock_locations,
      add column by_account uuid,
      add column note text,
      add column reference text,
      drop constraint stock_movements_reason_check,
      add constraint stock_movements_reason_check
        check (reason in ('received', 'correction', 'shipped', 'returned', 'damaged', 'lost', 'found', 'transferred'));
    drop index stock_movements_of_variant;
    -- locks(stock_movements_of_variant): whoever ships or counts waits, two seconds for a million movements; checkouts write none
    create index stock_movements_of_variant on stock_movements (variant_id, id);
    -- locks(stock_movements_at): as the one before
    create index stock_movements_at on stock_movements (at);

    create function first_stock_location() returns uuid language sql stable as
      $$ select id from stock_locations where not is_closed order by priority, id limit 1 $$;

    create function place_new_stock() returns trigger language plpgsql as $$
    begin
      insert into stock_at (variant_id, location_id, on_hand)
      select variant_id, first_stock_location(), on_hand from opened where on_hand > 0;
      return null;
    end $$;
    create trigger stock_opened after insert on stock referencing new table as opened
      for each statement execute function place_new_stock();

    create function place_changed_stock() returns trigger language plpgsql as $$
    declare
      unplaced integer := new.on_hand - coalesce((select sum(on_hand) from stock_at where variant_id = new.variant_id), 0);
    begin
      if unplaced > 0 then
        insert into stock_at (variant_id, location_id, on_hand) values (new.variant_id, first_stock_location(), unplaced)
        on conflict (variant_id, location_id) do update set on_hand = stock_at.on_hand + excluded.on_hand;
      elsif unplaced < 0 then
        with shelves as (
          select at.location_id, at.on_hand, coalesce(sum(at.on_hand) over (order by place.priority, place.id
            rows between unbounded preceding and 1 preceding), 0) as nearer
          from stock_at at join stock_locations place on place.id = at.location_id where at.variant_id = new.variant_id
        )
        update stock_at at set on_hand = at.on_hand - least(shelves.on_hand, -unplaced - nearer) from shelves
        where at.variant_id = new.variant_id and at.location_id = shelves.location_id and nearer < -unplaced and shelves.on_hand > 0;
      end if;
      return null;
    end $$;
    create trigger stock_changed after update of on_hand on stock for each row
      when (old.on_hand <> new.on_hand) execute function place_changed_stock();

    create function refuse_stock_elsewhere() returns trigger language plpgsql as $$
    begin
      if exists (select from written join stock s on s.variant_id = written.variant_id
        where s.on_hand <> coalesce((select sum(at.on_hand) from stock_at at where at.variant_id = s.variant_id), 0))
      then raise exception 'What lies in the places is not what is on hand' using errcode = 'check_violation';
      end if;
      return null;
    end $$;
    create trigger stock_at_put after insert on stock_at referencing new table as written
      for each statement execute function refuse_stock_elsewhere();
    create trigger stock_at_moved after update on stock_at referencing new table as written
      for each statement execute function refuse_stock_elsewhere();
    create trigger stock_at_gone after delete on stock_at referencing old table as written
      for each statement execute function refuse_stock_elsewhere();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop trigger stock_changed on stock;
    drop trigger stock_opened on stock;
    drop index stock_movements_at;
    drop index stock_movements_of_variant;
    create index stock_movements_of_variant on stock_movements (variant_id);
    update stock_movements set reason = 'correction' where reason in ('damaged', 'lost', 'found', 'transferred');
    alter table stock_movements
      drop column reference, drop column note, drop column by_account, drop column location_id,
      drop constraint stock_movements_reason_check,
      add constraint stock_movements_reason_check check (reason in ('received', 'correction', 'shipped', 'returned'));
    drop table stock_at;
    drop table stock_locations;
    drop function refuse_stock_elsewhere;
    drop function place_changed_stock;
    drop function place_new_stock;
    drop function first_stock_location;
  `);
}
