/** A product with all that belongs to it, as `toProduct` reads it: say of which ones. */
export const PRODUCT_ROW = `select p.id, p.title, p.description, p.slug, p.status, p.brand_id, p.options, p.currency, p.publish_at, p.priced_at,
      p.first_published_at, p.created_at, p.updated_at, p.version,
      (select jsonb_agg(to_jsonb(v) order by v.position) from variants v where v.product_id = p.id and not v.is_archived) as variants,
      (select jsonb_agg(to_jsonb(i) order by i.position) from product_images i where i.product_id = p.id) as images,
      (select jsonb_agg(pc.category_id order by pc.position) from product_categories pc where pc.product_id = p.id) as category_ids,
      (select jsonb_agg(pt.tag_id order by pt.position) from product_tags pt where pt.product_id = p.id and not pt.by_rule) as tag_ids
    from products p`;
