import type { Knex } from 'knex';

/** Files of products on their way into the catalogue: how far each has come, so that one that was cut off goes on where it was. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table catalogue_imports (
      id uuid primary key,
      file_name text not null,
      format text not null check (format in ('csv', 'jsonl')),
      -- SHA-256 of the file: the same file again is known by it.
      checksum text not null,
      is_dry_run boolean not null,
      -- Whether the file is kept here for a worker, or read by whoever began it from a terminal.
      is_stored boolean not null,
      status text not null check (status in ('waiting', 'running', 'done', 'failed')),
      products_total integer not null check (products_total >= 0),
      -- How many products of the file are behind us.
      position integer not null default 0 check (position >= 0),
      created_count integer not null default 0,
      updated_count integer not null default 0,
      unchanged_count integer not null default 0,
      rejected_count integer not null default 0,
      -- The first of them; all are with the rejected rows.
      errors jsonb not null default '[]',
      failure text,
      -- How often it could not go on since it last did.
      stumbles integer not null default 0,
      created_at timestamptz not null,
      ended_at timestamptz,
      -- Who works on it, and until when others believe so.
      holder uuid,
      held_until timestamptz
    );
    create index catalogue_imports_newest on catalogue_imports (id desc);
    -- One at a time.
    create unique index catalogue_imports_running on catalogue_imports (status) where status = 'running';

    -- What was sent, and what of it was put aside, in pieces.
    create table catalogue_import_parts (
      import_id uuid not null references catalogue_imports on delete cascade,
      kind text not null check (kind in ('sent', 'rejected')),
      place integer not null,
      bytes bytea not null,
      primary key (import_id, kind, place)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table catalogue_import_parts; drop table catalogue_imports;');
}
