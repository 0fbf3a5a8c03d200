import type { Knex } from 'knex';

/** Words that mean the same: whoever looks for one of them finds the others. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table search_synonyms (
      id uuid primary key,
      words text[] not null check (cardinality(words) between 2 and 20),
      created_at timestamptz not null,
      updated_at timestamptz not null,
      version integer not null check (version > 0)
    );
    -- They change what a search finds, as a shelf's name does.
    create trigger search_synonyms_changed after insert or update or delete on search_synonyms
      for each statement execute function say_shelves_changed();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table search_synonyms');
}
