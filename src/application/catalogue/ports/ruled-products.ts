import type { RuledFacts, Standing, TagRule } from '../../../domain/catalogue/tag-rule.js';
import type { ProductId, TagId } from '../../../domain/shared/ids.js';

export interface RuledProduct extends RuledFacts {
  readonly productId: ProductId;
}

/** A rule, and how far the products have been asked about it. */
export interface Sorting {
  readonly tagId: TagId;
  readonly rule: TagRule;
  /** The last that was asked; null: none yet. */
  readonly reached: ProductId | null;
}

/** What of a rule is up to the shop, in words: when they change, all products are asked again. */
export type RuleSettings = Readonly<Record<TagRule, string>>;

/** The products as the rules of tags see them. */
export interface RuledProducts {
  /** Those that carry a tag for longer than it may be carried, at most `limit`. */
  overdue(now: Date, limit: number): Promise<readonly ProductId[]>;

  /** A rule that not all products have been asked about as the shop is set now; undefined: there is none. */
  unsorted(settings: RuleSettings): Promise<Sorting | undefined>;

  /**
   * Of the `limit` products behind `reached` those that a rule may mean: they carry a tag by rule, have been published since
   * `publishedSince`, or may cost less than they did. `last` is the last of all that were looked at, null when nothing is
   * behind it.
   */
  behind(
    reached: ProductId | null,
    limit: number,
    publishedSince: Date,
  ): Promise<{ readonly last: ProductId | null; readonly meant: readonly ProductId[] }>;

  /** What the rules look at; nobody changes these products before the unit of work ends. */
  hold(ids: readonly ProductId[]): Promise<readonly RuledProduct[]>;

  /** These products carry the tags of the rules that hold, and of no other; versions stay, and whoever keeps something of them is told. */
  put(standings: ReadonlyMap<ProductId, readonly Standing[]>): Promise<void>;

  /** Products up to `reached` have been asked about this rule; null: all have been. */
  asked(tagId: TagId, setting: string, reached: ProductId | null): Promise<void>;
}
