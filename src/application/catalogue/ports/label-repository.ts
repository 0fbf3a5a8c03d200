import type { Label } from '../../../domain/catalogue/label.js';
import type { BrandId, TagId } from '../../../domain/shared/ids.js';

/** What brands and tags have in common: they are renamed, and they go. */
export interface LabelRepository<LabelId extends BrandId | TagId> {
  /** Nobody else changes it, and no product takes it on, before the unit of work ends. */
  find(labelId: LabelId): Promise<Label | undefined>;

  /**
   * Updates it, and stores its events with it.
   * @throws LabelNameTaken when another of its kind is called so, in any case
   * @throws ConcurrencyConflict when the stored version is not the loaded one
   */
  save(label: Label): Promise<void>;

  /** How many products carry it, whatever their status. */
  productsWith(labelId: LabelId): Promise<number>;

  /** Products that carry `from` carry `to` instead, each once; null: they carry nothing instead. */
  moveProducts(from: LabelId, to: LabelId | null): Promise<void>;

  /** Takes it out, and stores its events; no product may carry it any more. */
  remove(label: Label): Promise<void>;
}
