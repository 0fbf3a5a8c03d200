import type { Statement } from '../shared/sql.js';

/** Opens the variant's stock if it has none, and keeps others away from it. */
export const OPEN_STOCK: Statement = {
  name: 'stock.open',
  text: `insert into stock as known (variant_id, on_hand, reserved, version) values ($1, 0, 0, 0)
    on conflict (variant_id) do update set reserved = known.reserved`,
};
