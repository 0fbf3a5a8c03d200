import type { LocationId, VariantId } from '../../../domain/shared/ids.js';
import type { Circumstances } from './stock-ledger.js';

/** On which terms a variant is sold and watched. */
export interface StockTerms {
  /** False: nobody counts it, and everybody can have it. */
  readonly isTracked: boolean;
  /** How many may be sold that are not there. */
  readonly backorderLimit: number;
  /** At so few left it is low; null: nobody watches. */
  readonly lowStockAt: number | null;
}

export interface HeldStock extends StockTerms {
  readonly onHand: number;
  readonly reserved: number;
  /** Moves with what is on hand, where it lies and on which terms; not with what buyers reserve. 0 when it was never counted. */
  readonly version: number;
}

/** What only the back office does to stock. */
export interface StockRoom {
  /** Keeps others away from the variant's stock until the unit of work ends, and opens it when it has none. @throws StockNotFound */
  hold(variantId: VariantId): Promise<HeldStock>;

  /**
   * Sets the terms of stock that is held.
   * @throws BackordersOpen when fewer could be sold beyond what is there than have been, or when nobody would count what they wait for.
   */
  setTerms(variantId: VariantId, terms: StockTerms): Promise<void>;

  /** Carries pieces from one place to another, with a `transferred` movement each; on hand stays what it is. @throws NotEnoughThere */
  transfer(
    variantId: VariantId,
    pieces: number,
    from: LocationId,
    to: LocationId,
    at: Date,
    around?: Omit<Circumstances, 'locationId'>,
  ): Promise<void>;
}
