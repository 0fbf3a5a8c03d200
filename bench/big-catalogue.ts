import type { Knex } from 'knex';

export interface BigCatalogue {
  /** How many there are in the end; those that were made before with the same seed stay. */
  readonly products: number;
  /** The same seed makes the same products, byte for byte, in every database. */
  readonly seed?: number;
  /** Batches on their way at the same time, each on a connection of its own. */
  readonly lanes?: number;
  readonly told?: (made: number) => void;
}

const BATCH = 2_000;
const DEPARTMENTS = 12;
const AISLES = 8;
const BRANDS = 250;
const TAGS = 40;
const FIRST_SECOND = 1_500_000_000;

const DEPARTMENT_NAMES = [
  'Kitchen', 'Garden', 'Lighting', 'Furniture', 'Travel', 'Office', 'Outdoor', 'Clothing', 'Footwear', 'Toys', 'Music', 'Bathroom',
]; // prettier-ignore
const KINDS = [
  'Lamp', 'Mug', 'Chair', 'Backpack', 'Notebook', 'Kettle', 'Blanket', 'Tent', 'Bottle', 'Shirt', 'Table', 'Shelf', 'Bowl', 'Knife', 'Pan',
  'Jacket', 'Boots', 'Guitar', 'Puzzle', 'Towel', 'Mirror', 'Basket', 'Candle', 'Clock', 'Cushion', 'Drawer', 'Fork', 'Glove', 'Hammock',
  'Jug', 'Lantern', 'Mat', 'Napkin', 'Oven', 'Pillow', 'Quilt', 'Rug', 'Scarf', 'Tray', 'Vase',
]; // prettier-ignore
const QUALITIES = [
  'Amber', 'Birch', 'Cobalt', 'Dune', 'Ember', 'Fern', 'Granite', 'Harbour', 'Indigo', 'Juniper', 'Kelp', 'Linen', 'Moss', 'Nimbus', 'Ochre',
  'Pebble', 'Quartz', 'Reed', 'Slate', 'Tundra', 'Walnut', 'Copper', 'Ivory', 'Velvet', 'Woven', 'Folding', 'Foldable', 'Insulated', 'Light',
  'Heavy', 'Compact', 'Classic', 'Modern', 'Rustic', 'Striped', 'Waterproof', 'Handmade', 'Organic', 'Recycled', 'Everyday',
]; // prettier-ignore
const SYLLABLES = [
  'ba',
  'ke',
  'li',
  'mo',
  'nu',
  'ra',
  'se',
  'ti',
  'vo',
  'zu',
  'dar',
  'fen',
  'gol',
  'hal',
  'jor',
  'kis',
  'lum',
  'nor',
  'pel',
  'tan',
];
const COLOURS = ['black', 'white', 'red', 'green', 'blue', 'grey', 'brown', 'yellow'];
const SIZES = ['S', 'M', 'L', 'XL'];

const list = (words: readonly string[]): string => `array[${words.map((word) => `'${word}'`).join(',')}]`;
const pick = (words: readonly string[], number: string): string => `(${list(words)})[1 + (${number} % ${words.length})::int]`;
const shelfId = (kind: string, number: string): string => `md5('portico ${kind} ' || ${number})::uuid`;
/** Syllable upon syllable: some thousands of names that no dictionary has, as real catalogues have. */
const invented = (number: string): string =>
  `initcap(${pick(SYLLABLES, number)} || ${pick(SYLLABLES, `(${number} / 20)`)} || ${pick(SYLLABLES, `(${number} / 400)`)})`;

/** Brands, departments with their aisles, tags: those that are there already stay. */
const SHELVES = `
  insert into brands (id, name, slug)
  select ${shelfId('brand', 'n')}, ${invented('(n * 37)')} || ' ' || ${pick(['& Sons', 'Works', 'Studio', 'Supply', 'Home'], 'n')} || ' ' || n, 'bench-brand-' || n
  from generate_series(1, ${BRANDS}) n on conflict do nothing;
  insert into categories (id, parent_id, name, slug, created_at, updated_at, version)
  select ${shelfId('department', 'n')}, null, (${list(DEPARTMENT_NAMES)})[n], 'bench-department-' || n, to_timestamp(${FIRST_SECOND}), to_timestamp(${FIRST_SECOND}), 1
  from generate_series(1, ${DEPARTMENTS}) n on conflict do nothing;
  insert into categories (id, parent_id, name, slug, created_at, updated_at, version)
  select ${shelfId('aisle', 'n')}, ${shelfId('department', `(1 + n % ${DEPARTMENTS})`)}, ${pick(QUALITIES, 'n')} || ' ' || ${pick(KINDS, 'n')} || 's',
    'bench-aisle-' || n, to_timestamp(${FIRST_SECOND}), to_timestamp(${FIRST_SECOND}), 1
  from generate_series(1, ${DEPARTMENTS * AISLES}) n on conflict do nothing;
  insert into tags (id, name, slug)
  select ${shelfId('tag', 'n')}, lower((${list(QUALITIES)})[n]) || ' finish', 'bench-tag-' || n from generate_series(1, ${TAGS}) n on conflict do nothing`;

/** A number from 0 for this product and purpose. */
const chance = (purpose: number): string => `(hashint8extended(n, seed + ${purpose}) & 9223372036854775807)`;

/** What `:from` to `:to` are, before anything of it is stored. Ids grow with the time of making, as the shop's own do. */
const DRAWN = `
  create temporary table drawn on commit drop as
  with numbers as (
    select n, seed, md5(n || ' ' || seed) as noise, ${FIRST_SECOND}::bigint + n as second
    from generate_series(cast(:from as bigint), cast(:to as bigint)) n, (select cast(:seed as bigint) * 1000 as seed) s
  )
  select n, noise, to_timestamp(second) as at,
    (left(lpad(to_hex(second * 1000), 12, '0'), 12) || '7' || left(noise, 3) || '8' || substr(noise, 4, 15))::uuid as id,
    ${pick(QUALITIES, chance(1))} || ' ' || ${invented(chance(2))} || ' ' || ${pick(KINDS, chance(3))} as title,
    'A ' || lower(${pick(KINDS, chance(3))}) || ' that lasts, ' || lower(${pick(QUALITIES, chance(4))}) || ' and ' || lower(${pick(QUALITIES, chance(5))})
      || ', for every day. Easy to clean, easy to repair, with a guarantee of two years. Goes well with the ' || ${invented(chance(6))} || ' line.' as description,
    case when ${chance(7)} % 50 = 0 then 'draft' when ${chance(7)} % 50 = 1 then 'archived' else 'published' end as status,
    ${shelfId('brand', `(1 + floor(power(${chance(8)} % 100000 / 100000.0, 2) * ${BRANDS})::int)`)} as brand_id,
    ${shelfId('aisle', `(1 + ${chance(9)} % ${DEPARTMENTS * AISLES})`)} as category_id,
    ${shelfId('tag', `(1 + ${chance(10)} % ${TAGS})`)} as tag_id, ${shelfId('tag', `(1 + ${chance(11)} % ${TAGS})`)} as other_tag_id,
    (300 + floor(exp(${chance(12)} % 100000 / 100000.0 * 7) * 100))::bigint as price,
    ${chance(13)} % 4 = 0 as is_reduced,
    case when ${chance(14)} % 3 = 0 then 0 else (${chance(14)} % 40)::int end as ratings, 2 + ${chance(15)} % 4 as stars,
    floor(5 / (0.0005 + ${chance(16)} % 100000 / 100000.0))::int as sold,
    case when ${chance(17)} % 10 = 0 then 0 else (${chance(17)} % 500)::int end as pieces,
    case when ${chance(18)} % 2 = 0 then 'Colour' else 'Size' end as choice,
    case when ${chance(18)} % 2 = 0 then ${list(COLOURS)} else ${list(SIZES)} end as choices, ${chance(19)} % 1000 as first_choice
  from numbers`;

const PARTS = [
  `insert into products (id, title, description, slug, status, brand_id, options, currency, price_minor, rating_sum, rating_count, units_sold,
      created_at, updated_at, first_published_at, version)
    select id, title, description, 'bench-' || n || '-' || regexp_replace(lower(title), '[^a-z0-9]+', '-', 'g'), status, brand_id,
      jsonb_build_array(jsonb_build_object('name', choice, 'values', jsonb_build_array(
        choices[1 + first_choice % array_length(choices, 1)], choices[1 + (first_choice + 1) % array_length(choices, 1)]))),
      'USD', price, ratings * stars, ratings, sold, at, at, case when status <> 'draft' then at end, 1
    from drawn order by id`,
  'insert into product_slugs (slug, product_id) select slug, id from products join drawn using (id)',
  'insert into product_categories (product_id, category_id, position) select id, category_id, 1 from drawn',
  `insert into product_tags (product_id, tag_id, position)
    select id, tag_id, 1 from drawn union all select id, other_tag_id, 2 from drawn where other_tag_id <> tag_id`,
  `create temporary table drawn_variants on commit drop as
    select (left(id::text, 14) || left(md5(noise || place), 4) || '-8' || substr(md5(noise || place), 5, 3) || '-' || right(md5(noise || place), 12))::uuid as id,
      id as product_id, place, n, choice, choices[1 + (first_choice + place) % array_length(choices, 1)] as chosen, price + place * 250 as price,
      is_reduced, case when place = 0 then pieces else pieces / 2 end as pieces, at
    from drawn, generate_series(0, 1) place`,
  `insert into variants (id, product_id, position, sku, title, options, price_minor, compare_at_minor)
    select id, product_id, place, 'BENCH-' || n || '-' || (1 + place), chosen, jsonb_build_object(choice, chosen), price,
      case when is_reduced then price * 5 / 4 end
    from drawn_variants order by id`,
  'insert into stock (variant_id, on_hand, reserved) select id, pieces, 0 from drawn_variants order by id',
  `insert into stock_movements (variant_id, delta, reason, at) select id, pieces, 'received', at from drawn_variants where pieces > 0 order by id`,
  'insert into price_history (variant_id, at, price_minor) select id, at, price from drawn_variants order by id',
  'insert into product_sales_days (product_id, day, units) select id, current_date - (n % 29)::int, sold from drawn where sold > 0',
  'select refresh_product_faces(array(select id from drawn order by id))',
];

/**
 * A catalogue as large as one likes, written past the use cases by a statement for each table: some thousand products a second, each
 * with two variants, stock, a brand of few that have many, an aisle, two tags, ratings, sales, and words that repeat as words do.
 * Titles, prices and everything else depend on the number of the product and the seed alone.
 */
export async function makeBigCatalogue(
  database: Knex,
  { products, seed = 1, lanes = 1, told = () => {} }: BigCatalogue,
): Promise<{ readonly made: number }> {
  await database.raw(SHELVES);
  const { rows } = await database.raw<{ rows: { known: number }[] }>(
    `select coalesce(max(split_part(sku, '-', 2)::int), 0) as known from variants where sku like 'BENCH-%'`,
  );
  const known = rows[0]?.known ?? 0;
  let next = known + 1;
  let made = 0;
  const work = async (): Promise<void> => {
    while (next <= products) {
      const from = next;
      const to = Math.min(products, from + BATCH - 1);
      next = to + 1;
      await database.transaction(async (trx) => {
        await trx.raw('set local statement_timeout = 0');
        await trx.raw(DRAWN, { from, to, seed });
        await trx.raw(`alter table drawn add primary key (id); analyze drawn`);
        for (const part of PARTS) await trx.raw(part);
      });
      made += to - from + 1;
      told(made);
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
  await database.raw('analyze products, variants, stock, product_faces, product_categories, product_tags, product_slugs, search_words');
  return { made };
}
