import type { Product } from '../../../domain/catalogue/product.js';
import { standingsOf, TAG_RULES, type Standing } from '../../../domain/catalogue/tag-rule.js';
import type { ProductId } from '../../../domain/shared/ids.js';
import type { Statement } from '../shared/sql.js';

/** Behind the tags that people put on a product. */
const LAST_PLACE = 1_000;

/**
 * Products carry the tags of the rules that hold, as far as there are such tags, and of no other.
 * @param $1 the products @param $2 what holds: `[{product_id, rule, until, position}]` @returns those that carry other tags than before
 */
export const TAG_BY_RULE: Statement = {
  name: 'product_tags.by_rule',
  text: `with wanted as (
      select holding.product_id, tag.id as tag_id, holding.until, holding.position
      from jsonb_to_recordset($2::jsonb) as holding (product_id uuid, rule text, until timestamptz, position integer)
        join tags tag on tag.rule = holding.rule
    ), gone as (
      delete from product_tags link where link.product_id = any ($1::uuid[]) and link.by_rule
        and not exists (select from wanted where wanted.product_id = link.product_id and wanted.tag_id = link.tag_id)
      returning link.product_id
    ), put as (
      insert into product_tags as link (product_id, tag_id, position, by_rule, until)
      select product_id, tag_id, position, true, until from wanted order by product_id, tag_id
      on conflict (product_id, tag_id) do update set until = excluded.until where link.until is distinct from excluded.until
      returning link.product_id, link.xmax = 0 as is_new
    )
    select product_id as id from gone union select product_id from put where is_new order by id`,
};

const placeOf = ({ rule }: Standing): number => LAST_PLACE + TAG_RULES.indexOf(rule);

/** The parameters of `TAG_BY_RULE`. */
export const taggingOf = (standings: ReadonlyMap<ProductId, readonly Standing[]>): readonly [readonly ProductId[], string] => {
  const rows = [...standings].flatMap(([productId, holding]) =>
    holding.map((standing) => ({ product_id: productId, ...standing, position: placeOf(standing) })),
  );
  return [[...standings.keys()], JSON.stringify(rows)];
};

/** What holds for these products as they are saved. */
export const standingsOfSaved = (products: readonly Product[], newForDays: number): ReadonlyMap<ProductId, readonly Standing[]> =>
  new Map(
    products.map((product) => {
      const state = product.toState();
      return [product.id, standingsOf(state, newForDays, state.updatedAt)];
    }),
  );
