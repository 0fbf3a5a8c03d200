import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A tag with a rule is put on products and taken off them by it: nobody does so by hand.
    alter table tags add column rule text constraint tags_rule unique;
    alter table tags add constraint tags_rule_known check (rule in ('reduced', 'new')) not valid;

    alter table product_tags
      add column by_rule boolean not null default false,
      -- When time alone takes it off; null: when somebody or a price does.
      add column until timestamptz;
    -- locks(product_tags_until): there is nothing to put into it yet, and only who changes a product waits
    create index product_tags_until on product_tags (until) where until is not null;

    -- When shoppers saw it for the first time; null: they never did.
    alter table products add column first_published_at timestamptz;
    update products set first_published_at = created_at where status <> 'draft';

    -- How far the products have been asked about the rule of a tag, as the shop was set then; reached is null when all have been.
    create table tag_sortings (
      tag_id uuid primary key references tags on delete cascade,
      setting text not null,
      reached uuid
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table tag_sortings;
    alter table products drop column first_published_at;
    delete from product_tags where by_rule;
    alter table product_tags drop column until, drop column by_rule;
    alter table tags drop column rule;
    select refresh_product_faces(array(select id from products));
  `);
}
