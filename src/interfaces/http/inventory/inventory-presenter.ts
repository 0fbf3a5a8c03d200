import type { LocationView, MovementView, StockLevelView } from '../../../application/inventory/ports/stock-queries.js';

export const presentLevel = (level: StockLevelView) => {
  const left = level.onHand - level.reserved;
  return {
    variant_id: level.variantId,
    product_id: level.productId,
    sku: level.sku,
    product_title: level.productTitle,
    variant_title: level.variantTitle,
    tracked: level.isTracked,
    on_hand: level.onHand,
    reserved: level.reserved,
    available: Math.max(0, left),
    backordered: Math.max(0, -left),
    backorder_limit: level.backorderLimit,
    low_stock_threshold: level.lowStockAt,
    is_low: level.isTracked && level.lowStockAt !== null && left <= level.lowStockAt,
    locations: level.places.map(({ id, code, name, onHand }) => ({ id, code, name, on_hand: onHand })),
    version: level.version,
  };
};

export const presentMovement = (movement: MovementView) => ({
  id: movement.id,
  variant_id: movement.variantId,
  sku: movement.sku,
  delta: movement.delta,
  reason: movement.reason,
  location: movement.location,
  order_id: movement.orderId,
  reference: movement.reference,
  note: movement.note,
  user_id: movement.by,
  at: movement.at,
});

export const presentLocation = ({ id, code, name, priority, onHand, version }: LocationView) => ({
  id,
  code,
  name,
  priority,
  on_hand: onHand,
  version,
});
