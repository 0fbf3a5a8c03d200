import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table accounts (
      id uuid primary key,
      email text not null check (email = lower(email)),
      name text not null,
      phone text,
      password_hash text not null,
      roles text[] not null check (cardinality(roles) > 0 and roles <@ array['customer', 'vendor', 'admin']),
      is_active boolean not null,
      verified_at timestamptz,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      version integer not null check (version > 0),
      constraint accounts_email unique (email)
    );

    -- One row for each place where somebody is logged in.
    create table sessions (
      id uuid primary key,
      account_id uuid not null references accounts,
      started_at timestamptz not null,
      expires_at timestamptz not null,
      ended_at timestamptz
    );
    create index sessions_of_account on sessions (account_id) where ended_at is null;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table sessions; drop table accounts;');
}
