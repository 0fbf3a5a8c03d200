import type { LocationId, ProductId, VariantId } from '../../../domain/shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import type { MovementReason } from './stock-ledger.js';
import type { StockTerms } from './stock-room.js';

export interface LocationView {
  readonly id: LocationId;
  readonly code: string;
  readonly name: string;
  readonly priority: number;
  readonly onHand: number;
  readonly version: number;
}

/** What there is of a variant; all zero when its stock was never opened. */
export interface StockLevelView extends StockTerms {
  readonly variantId: VariantId;
  readonly productId: ProductId;
  readonly sku: string;
  readonly productTitle: string;
  readonly variantTitle: string | null;
  readonly onHand: number;
  readonly reserved: number;
  readonly version: number;
  /** Where something of it lies, in their order of priority. */
  readonly places: readonly Pick<LocationView, 'id' | 'code' | 'name' | 'onHand'>[];
}

export interface MovementView {
  readonly id: string;
  readonly variantId: VariantId;
  readonly sku: string;
  readonly delta: number;
  readonly reason: MovementReason;
  readonly location: Pick<LocationView, 'id' | 'code' | 'name'>;
  readonly orderId: string | null;
  readonly reference: string | null;
  readonly note: string | null;
  /** The account of who did it; null when nobody in particular. */
  readonly by: string | null;
  readonly at: string;
}

export interface LevelFilter {
  /** Part of a title or SKU, in any case. */
  readonly text?: string | undefined;
  readonly sku?: string | undefined;
  /** Only what is at its mark or below; only what is not. */
  readonly isLow?: boolean | undefined;
  /** Only what lies there, by the id or the code of the place. */
  readonly location?: string | undefined;
}

export interface MovementFilter {
  readonly variantId?: VariantId | undefined;
  readonly reason?: MovementReason | undefined;
  readonly location?: string | undefined;
  /** From this moment on, and before that one. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** What the back office sees of the stock; a constant number of statements, however long the page. */
export interface StockQueries {
  /** Variants that can be sold, by id. */
  levels(filter: LevelFilter, page: PageRequest): Promise<Page<StockLevelView>>;

  /** The variants of exactly these SKUs; those that are not there are left out. */
  variantsOf(skus: readonly string[]): Promise<ReadonlyMap<string, VariantId>>;

  /** Also of a variant that is archived: what is left of it lies somewhere. */
  levelOf(variantId: VariantId): Promise<StockLevelView | undefined>;

  /** The same of several in one statement, by id; those that are not there are left out. */
  levelsOf(variantIds: readonly VariantId[]): Promise<readonly StockLevelView[]>;

  /** The newest first. */
  movements(filter: MovementFilter, page: PageRequest): Promise<Page<MovementView>>;

  /** Those that are open, in their order of priority. */
  locations(): Promise<readonly LocationView[]>;

  location(locationId: LocationId): Promise<LocationView | undefined>;
}
