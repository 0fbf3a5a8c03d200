import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table request_claims (
      caller text not null,
      key text not null check (length(key) between 1 and 255),
      fingerprint text not null,
      resource_id text not null,
      claimed_at timestamptz not null,
      output jsonb,
      primary key (caller, key)
    );
    create index request_claims_resource on request_claims (resource_id);
    create index request_claims_age on request_claims using brin (claimed_at);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table request_claims;');
}
