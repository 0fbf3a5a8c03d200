import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table address_books (
      customer_id uuid primary key,
      version integer not null check (version >= 0)
    );

    create table addresses (
      id uuid primary key,
      customer_id uuid not null references address_books on delete cascade,
      position integer not null check (position >= 0),
      name text not null,
      phone text,
      address_line1 text not null check (address_line1 <> ''),
      address_line2 text,
      city text not null check (city <> ''),
      state text,
      postal_code text,
      country char(2) not null check (country ~ '^[A-Z]{2}$'),
      is_default_shipping boolean not null,
      is_default_billing boolean not null,
      unique (customer_id, position)
    );
    create unique index addresses_one_default_shipping on addresses (customer_id) where is_default_shipping;
    create unique index addresses_one_default_billing on addresses (customer_id) where is_default_billing;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table addresses; drop table address_books;');
}
