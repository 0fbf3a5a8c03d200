import { AggregateRoot } from '../shared/aggregate-root.js';
import type { BrandId, CategoryId, ImageId, PricePeriodId, ProductId, TagId, VariantId } from '../shared/ids.js';
import type { Currency, Money } from '../shared/money.js';
import { nextTurn, overlaps, periodAt, priceAt, turnsBetween, type PricePeriod } from './price-plan.js';
import {
  ChoiceTaken,
  ImageNotFound,
  InvalidProduct,
  LastVariant,
  PriceNotFound,
  PriceOverlap,
  SkuTaken,
  TooManyImages,
  TooManyPrices,
  TooManyVariants,
  VariantNotFound,
  type ProductFault,
} from './product-errors.js';
import type { ProductEvent } from './product-events.js';
import type { ProductImage, ProductOption, ProductState, ProductStatus, Variant } from './product-state.js';
import { isSku } from './sku.js';

export type VariantDraft = Omit<Variant, 'title' | 'schedule' | 'imageId'>;

export interface ProductDraft extends Omit<
  ProductState,
  'status' | 'variants' | 'options' | 'publishAt' | 'pricedAt' | 'firstPublishedAt' | 'updatedAt'
> {
  readonly status: Exclude<ProductStatus, 'archived'>;
  readonly variants: readonly VariantDraft[];
  /** Left out, they are what the variants differ in. */
  readonly options?: readonly ProductOption[] | undefined;
  /** When a draft becomes published by itself. */
  readonly publishAt?: Date | null | undefined;
}

/** What is told of a product in words and places; absent stays as it is. */
export interface ProductRevision {
  readonly title?: string | undefined;
  readonly slug?: string | undefined;
  readonly description?: string | undefined;
  readonly brandId?: BrandId | null | undefined;
  readonly categoryIds?: readonly CategoryId[] | undefined;
  readonly tagIds?: readonly TagId[] | undefined;
}

/** What is told of the one variant at the product; absent stays as it is. */
export interface SingleVariantRevision {
  readonly sku?: string | undefined;
  readonly price?: Money | undefined;
  readonly compareAtPrice?: Money | null | undefined;
  readonly isDigital?: boolean | undefined;
}

/** What is told of one of the variants; absent stays as it is. */
export interface VariantRevision extends SingleVariantRevision {
  readonly options?: Readonly<Record<string, string>> | undefined;
  /** A picture of the product. */
  readonly imageId?: ImageId | null | undefined;
  /** Its place among the others, from 0; past the last it is the last. */
  readonly position?: number | undefined;
}

const MAX_VARIANTS = 100;
/** Of each variant, of those that have not ended. */
const MAX_PRICES = 50;
const MAX_IMAGES = 30;
const MAX_PRICE_MINOR = 1_000_000_000_000;

/** A thing in the catalogue with its variants and pictures. How many of it there are is the stock ledger's to know. */
export class Product extends AggregateRoot<ProductEvent> {
  #state: ProductState;

  private constructor(state: ProductState, version: number) {
    super(version);
    this.#state = state;
  }

  /** @throws InvalidProduct when it has no variant, or its variants do not fit its options, its currency or one another. */
  static create({ variants, options = optionsOf(variants), publishAt = null, ...draft }: ProductDraft): Product {
    refuse([...variantFaults(variants, draft.currency), ...optionFaults(variants, options)]);
    const { createdAt } = draft;
    const made = titled(
      variants.map((variant) => ({ ...variant, title: null, schedule: [], imageId: null })),
      options,
    );
    const firstPublishedAt = draft.status === 'published' ? createdAt : null;
    const times = { publishAt: null, pricedAt: createdAt, firstPublishedAt, updatedAt: createdAt };
    const product = new Product({ ...draft, options, variants: made, ...times }, 0);
    product.#announce('product.created', createdAt);
    if (draft.status === 'published') product.#tell('product.published', createdAt);
    for (const image of draft.images) product.#hang(image, createdAt);
    product.publishFrom(publishAt, createdAt);
    return product;
  }

  /** From storage: no rules are checked again and nothing is announced again. */
  static reconstitute(state: ProductState, version: number): Product {
    return new Product(state, version);
  }

  get id(): ProductId {
    return this.#state.id;
  }

  get title(): string {
    return this.#state.title;
  }

  get slug(): string {
    return this.#state.slug;
  }

  get status(): ProductStatus {
    return this.#state.status;
  }

  get currency(): Currency {
    return this.#state.currency;
  }

  get variants(): readonly Variant[] {
    return this.#state.variants;
  }

  get images(): readonly ProductImage[] {
    return this.#state.images;
  }

  /** The cheapest of its variants; of equals the first. What is told of a product without naming a variant is told of this one. */
  get leading(): Variant {
    const { variants, pricedAt } = this.#state;
    const costOf = (variant: Variant) => priceAt(variant, pricedAt).price;
    return variants.reduce((cheapest, variant) => (costOf(cheapest).isMoreThan(costOf(variant)) ? variant : cheapest));
  }

  /** What the cheapest of its variants cost when it was last looked at: what it is sorted by. */
  get lowestPrice(): Money {
    return priceAt(this.leading, this.#state.pricedAt).price;
  }

  /** When time alone changes it next: `catchUp` is due then. */
  get dueAt(): Date | undefined {
    const { variants, pricedAt, publishAt } = this.#state;
    const turns = [publishAt ?? undefined, ...variants.map(({ schedule }) => nextTurn(schedule, pricedAt))];
    return turns.reduce((first, turn) => (turn && (!first || turn < first) ? turn : first), undefined);
  }

  /** The variant that stands for the product when it has no other. @throws InvalidProduct that names the variants when it has. */
  onlyVariant(field: string): Variant {
    const [first, ...others] = this.#state.variants;
    if (first && others.length === 0) return first;
    const names = this.#state.variants.map(({ sku, title }) => `${sku} (${title ?? ''})`).join(', ');
    throw new InvalidProduct([
      { path: field, code: 'several_variants', message: `${field} belongs to each of the variants here, not to the product: ${names}` },
    ]);
  }

  revise(revision: ProductRevision, at: Date): void {
    const next = { ...this.#state, ...given(revision) };
    if (isSame(next, this.#state)) return;
    this.#become(next, at);
    this.#announce('product.revised', at);
  }

  /**
   * Prices and names the one variant. A product with several takes only what is so already, for clients that echo whole objects.
   * @throws InvalidProduct @throws SkuTaken
   */
  reviseOnlyVariant(revision: SingleVariantRevision, at: Date): void {
    const now = this.#settle(at);
    const changes = given(unechoed(revision, this.leading, now));
    if (isSame({ ...this.leading, ...changes }, this.leading)) return;
    const [field = 'price'] = Object.keys(changes).filter((key) => key === 'price' || key === 'sku');
    const [only, ...more] = Object.keys(changes);
    const alone = only === 'compareAtPrice' ? 'compare_at_price' : only === 'isDigital' ? 'digital' : field;
    this.reviseVariant(this.onlyVariant(more.length === 0 ? alone : field).id, changes, now);
  }

  /**
   * Puts another variant beside the ones it has, last unless a place is named. It chooses a value of each of the product's options; a
   * value that is new becomes one of them.
   * @throws InvalidProduct @throws SkuTaken @throws ChoiceTaken @throws TooManyVariants
   */
  addVariant(draft: VariantDraft, place: Pick<VariantRevision, 'position' | 'imageId'>, at: Date): void {
    const now = this.#settle(at);
    const { variants } = this.#state;
    if (variants.length >= MAX_VARIANTS) throw new TooManyVariants(MAX_VARIANTS);
    const variant: Variant = { ...draft, title: null, schedule: [], imageId: place.imageId ?? null };
    this.#arrange(variant, variants, place.position ?? variants.length, now);
    const payload = { variantId: variant.id, sku: variant.sku };
    this.record({ type: 'product.variant_added', aggregateId: this.id, occurredAt: now, payload });
  }

  /**
   * Changes what is told of one variant. While a scheduled price holds, its price and what it is compared with are taken for what is so
   * already, for clients that echo whole objects: any other price becomes the regular one.
   * @throws VariantNotFound @throws InvalidProduct @throws SkuTaken @throws ChoiceTaken
   */
  reviseVariant(variantId: VariantId, revision: VariantRevision, at: Date): void {
    const now = this.#settle(at);
    const before = this.#variant(variantId);
    const { position, ...changes } = given(unechoed(revision, before, now));
    const after: Variant = { ...before, ...changes };
    const { variants } = this.#state;
    const place = variants.indexOf(before);
    const isMoved = position !== undefined && Math.min(position, variants.length - 1) !== place;
    if (isSame(after, before) && !isMoved) return;
    const others = variants.filter((variant) => variant !== before);
    this.#arrange(after, others, position ?? place, now);
    const isOnlyPriced = isSame({ ...after, price: before.price, compareAtPrice: before.compareAtPrice }, before) && !isMoved;
    if (!isOnlyPriced) this.#announce('product.revised', now);
    this.#tellPrice(before, after, now);
  }

  /** Takes a variant out of the shop for good. @throws VariantNotFound @throws LastVariant */
  archiveVariant(variantId: VariantId, at: Date): void {
    const now = this.#settle(at);
    const { variants, options } = this.#state;
    const gone = this.#variant(variantId);
    const staying = variants.filter((variant) => variant !== gone);
    if (staying.length === 0) throw new LastVariant();
    const left = optionsAmong(options, variants, staying);
    this.#become({ ...this.#state, options: left, variants: titled(staying, left) }, now);
    const payload = { variantId, sku: gone.sku };
    this.record({ type: 'product.variant_archived', aggregateId: this.id, occurredAt: now, payload });
  }

  /** Gives a variant another price for a while. @throws VariantNotFound @throws InvalidProduct @throws PriceOverlap @throws TooManyPrices */
  schedulePrice(variantId: VariantId, period: PricePeriod, at: Date): void {
    const now = this.#settle(at);
    const before = this.#variant(variantId);
    refuse(periodFaults(period, this.currency, now));
    const living = before.schedule.filter(({ endsAt }) => endsAt === null || endsAt > now);
    const other = living.find((known) => overlaps(known, period));
    if (other) throw new PriceOverlap(other.id);
    if (living.length >= MAX_PRICES) throw new TooManyPrices(MAX_PRICES);
    const schedule = [...living, period].sort((left, right) => left.startsAt.getTime() - right.startsAt.getTime());
    this.#plan(before, { ...before, schedule }, now);
    this.record({ type: 'product.price_scheduled', aggregateId: this.id, occurredAt: now, payload: told(variantId, period) });
  }

  /** Takes back a price that waits, or ends one that holds; what it cost meanwhile stays written. @throws VariantNotFound @throws PriceNotFound */
  withdrawPrice(variantId: VariantId, priceId: PricePeriodId, at: Date): void {
    const now = this.#settle(at);
    const before = this.#variant(variantId);
    const period = before.schedule.find(({ id, endsAt }) => id === priceId && (endsAt === null || endsAt > now));
    if (!period) throw new PriceNotFound();
    const ended = period.startsAt < now ? [{ ...period, endsAt: now }] : [];
    this.#plan(before, { ...before, schedule: before.schedule.flatMap((known) => (known === period ? ended : [known])) }, now);
    const payload = told(variantId, { ...period, endsAt: now });
    this.record({ type: 'product.price_withdrawn', aggregateId: this.id, occurredAt: now, payload });
  }

  /** Tells each price that began or ended since it was last looked at, and publishes a draft whose moment has come. */
  catchUp(at: Date): void {
    const now = this.#settle(at);
    const { publishAt } = this.#state;
    if (publishAt && publishAt <= now) this.changeStatus('published', now);
  }

  /** Shows it, takes it back, or puts it away; the same again is no news. */
  changeStatus(status: ProductStatus, at: Date): void {
    if (status === this.#state.status) return;
    const firstPublishedAt = this.#state.firstPublishedAt ?? (status === 'published' ? at : null);
    this.#become({ ...this.#state, status, publishAt: null, firstPublishedAt }, at);
    if (status === 'published') this.#tell('product.published', at);
    else if (status === 'archived') this.#tell('product.archived', at);
    else this.#announce('product.revised', at);
  }

  /**
   * A draft becomes published by itself at that moment, at once if it has passed already; null: when somebody says so.
   * @throws InvalidProduct when it is no draft
   */
  publishFrom(moment: Date | null, at: Date): void {
    if (moment?.getTime() === this.#state.publishAt?.getTime()) return;
    if (moment && this.#state.status !== 'draft') refuse([NOT_A_DRAFT]);
    if (moment && moment <= at) return this.changeStatus('published', at);
    this.#become({ ...this.#state, publishAt: moment }, at);
    this.#announce('product.revised', at);
  }

  /** Puts it behind the others. @throws TooManyImages */
  attachImage(image: ProductImage, at: Date): void {
    if (this.#state.images.length >= MAX_IMAGES) throw new TooManyImages(MAX_IMAGES);
    this.#become({ ...this.#state, images: [...this.#state.images, image] }, at);
    this.#hang(image, at);
  }

  /** Puts it in the place of the first, which goes. */
  replaceFirstImage(image: ProductImage, at: Date): void {
    const [first, ...others] = this.#state.images;
    const variants = first ? without(first.id, this.#state.variants) : this.#state.variants;
    this.#become({ ...this.#state, images: [image, ...others], variants }, at);
    this.#hang(image, at);
    if (first) this.#letGo(first, at);
  }

  /** @throws ImageNotFound */
  detachImage(imageId: ImageId, at: Date): void {
    const image = this.#image(imageId);
    const images = this.#state.images.filter(({ id }) => id !== imageId);
    this.#become({ ...this.#state, images, variants: without(imageId, this.#state.variants) }, at);
    this.#letGo(image, at);
  }

  /** Says what is on it, or moves it: to `position` counted from 0, at most to the end. @throws ImageNotFound */
  reviseImage(
    imageId: ImageId,
    { alt, position }: { readonly alt?: string | undefined; readonly position?: number | undefined },
    at: Date,
  ): void {
    const image = this.#image(imageId);
    const revised = { ...image, alt: alt ?? image.alt };
    const others = this.#state.images.filter(({ id }) => id !== imageId);
    const place = position ?? this.#state.images.indexOf(image);
    this.#become({ ...this.#state, images: [...others.slice(0, place), revised, ...others.slice(place)] }, at);
  }

  toState(): ProductState {
    return this.#state;
  }

  #variant(variantId: VariantId): Variant {
    const variant = this.#state.variants.find(({ id }) => id === variantId);
    if (!variant) throw new VariantNotFound();
    return variant;
  }

  /** Puts a variant that is new or changed among the others, if it fits. */
  #arrange(variant: Variant, others: readonly Variant[], place: number, at: Date): void {
    const { options, currency, images, variants: before } = this.#state;
    const variants = [...others.slice(0, place), variant, ...others.slice(place)];
    const after = optionsAmong(options, before, variants);
    const isPictured = variant.imageId === null || images.some(({ id }) => id === variant.imageId);
    refuse([
      ...variantFaults([variant], currency, { isAlone: true }),
      ...choiceFaults(variant, others),
      ...(isPictured ? [] : [NOT_ITS_IMAGE]),
    ]);
    if (others.some(({ sku }) => sku === variant.sku)) throw new SkuTaken(variant.sku);
    const twin = others.find((other) => isSame(choiceOf(other, after), choiceOf(variant, after)));
    if (twin) throw new ChoiceTaken(choiceOf(variant, after).join(' / '), twin.id);
    this.#become({ ...this.#state, options: after, variants: titled(variants, after), pricedAt: at }, at);
  }

  #plan(before: Variant, after: Variant, at: Date): void {
    const variants = this.#state.variants.map((variant) => (variant === before ? after : variant));
    this.#become({ ...this.#state, variants, pricedAt: at }, at);
    this.#tellPrice(before, after, at);
  }

  #tellPrice(before: Variant, after: Variant, at: Date): void {
    const [from, to] = [priceAt(before, at).price, priceAt(after, at).price];
    if (!from.equals(to)) this.#repriced(after.id, from, to, at);
  }

  #repriced(variantId: VariantId, from: Money, to: Money, at: Date): void {
    const payload = { variantId, from: from.toData(), to: to.toData() };
    this.record({ type: 'product.repriced', aggregateId: this.id, occurredAt: at, payload });
  }

  /** @returns now, which never goes back behind what was told already, whatever the clock of this process says. */
  #settle(at: Date): Date {
    const { variants, pricedAt } = this.#state;
    if (at <= pricedAt) return pricedAt;
    if (variants.every(({ schedule }) => turnsBetween(schedule, pricedAt, at).length === 0)) return at;
    for (const variant of variants) {
      for (const turn of turnsBetween(variant.schedule, pricedAt, at)) {
        const [from, to] = [priceAt(variant, new Date(turn.getTime() - 1)).price, priceAt(variant, turn).price];
        if (!from.equals(to)) this.#repriced(variant.id, from, to, turn);
      }
    }
    const isLiving = ({ endsAt }: PricePeriod) => endsAt === null || endsAt > at;
    const settled = variants.map((variant) => ({ ...variant, schedule: variant.schedule.filter(isLiving) }));
    this.#become({ ...this.#state, variants: settled, pricedAt: at }, at);
    return at;
  }

  #image(imageId: ImageId): ProductImage {
    const image = this.#state.images.find(({ id }) => id === imageId);
    if (!image) throw new ImageNotFound();
    return image;
  }

  #hang({ id: imageId, url }: ProductImage, at: Date): void {
    this.record({ type: 'product.image_attached', aggregateId: this.id, occurredAt: at, payload: { imageId, url } });
  }

  #letGo({ url }: ProductImage, at: Date): void {
    this.record({ type: 'product.image_detached', aggregateId: this.id, occurredAt: at, payload: { url } });
  }

  #announce(type: 'product.created' | 'product.revised', at: Date): void {
    const { title, slug, status } = this.#state;
    this.record({ type, aggregateId: this.id, occurredAt: at, payload: { title, slug, status } });
  }

  #tell(type: 'product.published' | 'product.archived', at: Date): void {
    this.record({ type, aggregateId: this.id, occurredAt: at, payload: { slug: this.#state.slug } });
  }

  #become(state: ProductState, at: Date): void {
    this.#state = { ...state, updatedAt: at };
  }
}

function refuse(faults: readonly ProductFault[]): void {
  if (faults.length > 0) throw new InvalidProduct(faults);
}

const given = <Changes extends object>(changes: Changes) =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Changes]?: Exclude<Changes[Key], undefined>;
  };

const NOT_A_DRAFT: ProductFault = {
  path: 'publish_at',
  code: 'not_a_draft',
  message: 'publish_at is for drafts: this product is not one',
};
const NOT_ITS_IMAGE: ProductFault = { path: 'image_id', code: 'unknown', message: 'image_id must be a picture of this product' };

/** Without what is only said again: while a scheduled price holds, what is shown is not what was told of the variant. */
function unechoed<Revision extends SingleVariantRevision>(revision: Revision, variant: Variant, at: Date): Revision {
  if (!periodAt(variant.schedule, at)) return revision;
  const shown = priceAt(variant, at);
  const isShown = (told: Money | null | undefined, value: Money | null) => (told && value ? told.isSameAs(value) : told === value);
  return {
    ...revision,
    ...(isShown(revision.price, shown.price) ? { price: undefined } : {}),
    ...(isShown(revision.compareAtPrice, shown.compareAtPrice) ? { compareAtPrice: undefined } : {}),
  };
}

const told = (variantId: VariantId, { id, price, startsAt, endsAt }: PricePeriod) => ({
  variantId,
  priceId: id,
  price: price.toData(),
  startsAt: startsAt.toISOString(),
  endsAt: endsAt?.toISOString() ?? null,
});

function periodFaults({ price, startsAt, endsAt }: PricePeriod, currency: Currency, now: Date): readonly ProductFault[] {
  const faults: readonly (ProductFault | false)[] = [
    price.currency !== currency && { path: 'price', code: 'format', message: `All prices of a product are in ${currency}` },
    price.minor > MAX_PRICE_MINOR && {
      path: 'price',
      code: 'too_large',
      message: `price must be at most ${MAX_PRICE_MINOR} minor units`,
    },
    startsAt < now && {
      path: 'starts_at',
      code: 'past',
      message: 'starts_at must not be in the past: what something cost is never rewritten',
    },
    endsAt !== null && endsAt <= startsAt && { path: 'ends_at', code: 'format', message: 'ends_at must be after starts_at' },
  ];
  return faults.filter((fault) => fault !== false);
}

const without = (imageId: ImageId, variants: readonly Variant[]): readonly Variant[] =>
  variants.map((variant) => (variant.imageId === imageId ? { ...variant, imageId: null } : variant));

/** States are plain data, so that their text tells whether anything changed. */
const isSame = (left: object, right: object): boolean => JSON.stringify(left) === JSON.stringify(right);

const titleOf = (variant: VariantDraft, options: readonly ProductOption[]): string =>
  options.map(({ name }) => variant.options[name] ?? '').join(' / ') || variant.sku;

/** What the variants differ in, in the order of first mention. */
const optionsOf = (variants: readonly VariantDraft[]): readonly ProductOption[] => {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of variants.flatMap((variant) => Object.entries(variant.options)))
    values.set(name, (values.get(name) ?? new Set()).add(value));
  return [...values].map(([name, known]) => ({ name, values: [...known] }));
};

/** Named by their choices, unless there is nothing to choose. */
const titled = (variants: readonly Variant[], options: readonly ProductOption[]): readonly Variant[] =>
  variants.map((variant) => ({ ...variant, title: variants.length === 1 ? null : titleOf(variant, options) }));

const choiceOf = ({ options }: VariantDraft, names: readonly ProductOption[]): readonly string[] =>
  names.map(({ name }) => options[name] ?? '');

/**
 * What there is to choose once the variants are those of `after`: in the order it had, new names and values behind the others, and
 * without what no variant has any more. Values that no variant had before were told on purpose, and stay.
 */
function optionsAmong(
  options: readonly ProductOption[],
  before: readonly VariantDraft[],
  after: readonly VariantDraft[],
): readonly ProductOption[] {
  const used = new Map(optionsOf(after).map(({ name, values }) => [name, values]));
  const had = new Map(optionsOf(before).map(({ name, values }) => [name, values]));
  const names = [...options.map(({ name }) => name).filter((name) => used.has(name)), ...used.keys()];
  return [...new Set(names)].map((name) => {
    const known = options.find((option) => option.name === name)?.values ?? [];
    const now = used.get(name) ?? [];
    const staying = known.filter((value) => now.includes(value) || !had.get(name)?.includes(value));
    return { name, values: [...new Set([...staying, ...now])] };
  });
}

/** A variant beside others names one value of each option that they have, and of no other. */
function choiceFaults({ options }: VariantDraft, [other]: readonly VariantDraft[]): readonly ProductFault[] {
  if (!other) return [];
  const names = Object.keys(other.options);
  if (names.length === 0) {
    const message = `options must tell it from ${other.sku}, which has none: give that one its own first`;
    return [{ path: 'options', code: 'required', message }];
  }
  if (Object.keys(options).length === names.length && names.every((name) => options[name])) return [];
  return [{ path: 'options', code: 'unknown', message: `options must name one value for each of ${names.join(', ')}` }];
}

const repeated = (texts: readonly string[]): readonly string[] => texts.filter((text, place) => texts.indexOf(text) !== place);

function variantFaults(
  variants: readonly VariantDraft[],
  currency: Currency,
  { isAlone = variants.length === 1 } = {},
): readonly ProductFault[] {
  if (variants.length === 0) return [{ path: 'variants', code: 'required', message: 'A product has at least one variant' }];
  const at = (place: number, field: string) => (isAlone ? field : `variants[${place}].${field}`);
  const faults = variants.flatMap(({ sku, price, compareAtPrice }, place): ProductFault[] => {
    const tooLarge = (field: string): ProductFault => ({
      path: at(place, field),
      code: 'too_large',
      message: `${at(place, field)} must be at most ${MAX_PRICE_MINOR} minor units`,
    });
    const format: ProductFault = {
      path: at(place, 'sku'),
      code: 'format',
      message: `${at(place, 'sku')} must be 1 to 64 letters, digits, spaces and . _ / + # -`,
    };
    return [
      ...(isSku(sku) ? [] : [format]),
      ...(price.minor > MAX_PRICE_MINOR ? [tooLarge('price')] : []),
      ...(compareAtPrice && compareAtPrice.minor > MAX_PRICE_MINOR ? [tooLarge('compare_at_price')] : []),
    ];
  });
  const strangers = variants.some(
    ({ price, compareAtPrice }) => price.currency !== currency || (compareAtPrice?.currency ?? currency) !== currency,
  );
  return [
    ...faults,
    ...(strangers ? [{ path: 'price', code: 'format' as const, message: `All prices of a product are in ${currency}` }] : []),
    ...repeated(variants.map(({ sku }) => sku)).map((sku) => ({
      path: 'variants',
      code: 'repeated' as const,
      message: `Two variants have the SKU ${sku}`,
    })),
  ];
}

function optionFaults(variants: readonly VariantDraft[], options: readonly ProductOption[]): readonly ProductFault[] {
  const names = options.map(({ name }) => name);
  const unknown = variants.flatMap((variant, place): ProductFault[] => {
    const fits =
      Object.keys(variant.options).length === names.length &&
      options.every(({ name, values }) => values.includes(variant.options[name] ?? ''));
    const message = `variants[${place}].options must name one of the values of each option: ${names.join(', ') || 'there are none'}`;
    return fits ? [] : [{ path: `variants[${place}].options`, code: 'unknown', message }];
  });
  const choices = variants.map((variant) => names.map((name) => variant.options[name] ?? '').join(' / '));
  return [
    ...repeated(names).map((name): ProductFault => ({ path: 'options', code: 'repeated', message: `Two options are called ${name}` })),
    ...unknown,
    ...repeated(choices).map((choice): ProductFault => ({
      path: 'variants',
      code: 'repeated',
      message: `Two variants are the same choice: ${choice || 'none'}`,
    })),
  ];
}
