import type { OrderId } from '../../../domain/shared/ids.js';
import type { StockLedger, StockRequest } from './stock-ledger.js';

/**
 * Sets aside what an order wants, whatever it holds already: a reservation that was given back is taken again, one that still
 * stands is held until `until` and not doubled. In the caller's unit of work, so that nobody gets in between.
 * @throws OutOfStock at the latest when the unit of work ends
 */
export async function reserveAnew(stock: StockLedger, orderId: OrderId, lines: readonly StockRequest[], until: Date): Promise<void> {
  await stock.release(orderId);
  await stock.reserve(orderId, lines, until);
}
