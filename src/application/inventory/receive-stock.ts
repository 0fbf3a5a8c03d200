import { StockNotFound } from '../../domain/inventory/inventory-errors.js';
import { looksLikeId, type AccountId, type VariantId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { locationNamed } from './location-named.js';
import type { StockLedger } from './ports/stock-ledger.js';
import type { StockLocationRepository } from './ports/stock-location-repository.js';
import type { StockQueries } from './ports/stock-queries.js';
import type { StockRoom } from './ports/stock-room.js';

/** Something that came in, named by its id or by what is printed on it. */
export interface ReceivedLine {
  readonly variantId?: VariantId | undefined;
  readonly sku?: string | undefined;
  readonly quantity: number;
}

export interface ReceiveStockInput {
  readonly lines: readonly ReceivedLine[];
  /** Id or code of the place; the first one when it is not said. */
  readonly location?: string | undefined;
  readonly reference?: string | undefined;
  readonly note?: string | undefined;
  readonly by: AccountId;
}

type Scope = { stock: StockLedger; stockRoom: StockRoom; stockLocations: StockLocationRepository };

/** Takes in a delivery, all of it or nothing: what waits for it can be shipped from now on, the oldest orders first. */
export class ReceiveStock {
  constructor(
    private readonly unitOfWork: UnitOfWork<Scope>,
    private readonly levels: Pick<StockQueries, 'variantsOf'>,
    private readonly clock: Clock,
  ) {}

  /** @returns the variants, each once. @throws StockNotFound @throws LocationNotFound */
  async execute({ lines, location, reference, note, by }: ReceiveStockInput, claim?: RequestClaim): Promise<readonly VariantId[]> {
    const pieces = await this.#piecesOf(lines);
    await this.unitOfWork.run(async ({ stock, stockRoom, stockLocations }) => {
      const locationId = await locationNamed(stockLocations, location);
      const at = this.clock.now();
      // In id order, as buyers take them: nobody waits for somebody who waits for them.
      for (const [variantId, quantity] of pieces) {
        await stockRoom.hold(variantId);
        await stock.change(variantId, quantity, 'received', at, { locationId, reference, note, by });
      }
    }, claim);
    return pieces.map(([variantId]) => variantId);
  }

  async #piecesOf(lines: readonly ReceivedLine[]): Promise<readonly (readonly [VariantId, number])[]> {
    const skus = lines.flatMap(({ variantId, sku }) => (variantId === undefined && sku !== undefined ? [sku] : []));
    const bySku = skus.length > 0 ? await this.levels.variantsOf(skus) : new Map<string, VariantId>();
    const pieces = new Map<VariantId, number>();
    for (const { variantId: named, sku = '', quantity } of lines) {
      const variantId = named ?? bySku.get(sku);
      if (variantId === undefined || !looksLikeId(variantId)) throw new StockNotFound(named ?? sku);
      pieces.set(variantId, (pieces.get(variantId) ?? 0) + quantity);
    }
    return [...pieces].sort(([one], [other]) => (one < other ? -1 : 1));
  }
}
