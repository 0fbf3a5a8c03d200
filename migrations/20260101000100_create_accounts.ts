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
      -- which mails were asked for in the last hour
      recent_mails jsonb not null default '[]',
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
      generation integer not null check (generation > 0),
      expires_at timestamptz not null,
      ended_at timestamptz,
      version integer not null check (version > 0)
    );
    create index sessions_of_account on sessions (account_id) where ended_at is null;

    -- Only hashes: what is stored opens nothing.
    create table refresh_tokens (
      hash text primary key,
      session_id uuid not null references sessions on delete cascade,
      predecessor text,
      generation integer not null check (generation > 0),
      issued_at timestamptz not null,
      spent_at timestamptz
    );
    create index refresh_tokens_of_session on refresh_tokens (session_id);
    create index refresh_tokens_successors on refresh_tokens (predecessor) where predecessor is not null;

    -- What links in mails prove; each works once.
    create table mail_tokens (
      hash text primary key,
      account_id uuid not null references accounts on delete cascade,
      purpose text not null check (purpose in ('verify', 'reset', 'change_email')),
      email text not null check (email = lower(email)),
      issued_at timestamptz not null,
      expires_at timestamptz not null,
      used_at timestamptz
    );
    create index mail_tokens_unused on mail_tokens (account_id, purpose) where used_at is null;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table mail_tokens; drop table refresh_tokens; drop table sessions; drop table accounts;');
}
