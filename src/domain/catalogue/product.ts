import { AggregateRoot } from '../shared/aggregate-root.js';
import type { BrandId, CategoryId, ImageId, ProductId, TagId } from '../shared/ids.js';
import type { Currency, Money } from '../shared/money.js';
import { ImageNotFound, InvalidProduct, TooManyImages, type ProductFault } from './product-errors.js';
import type { ProductEvent } from './product-events.js';
import type { ProductImage, ProductOption, ProductState, ProductStatus, Variant } from './product-state.js';
import { isSku } from './sku.js';

export type VariantDraft = Omit<Variant, 'title'>;

export interface ProductDraft extends Omit<ProductState, 'status' | 'variants' | 'options' | 'updatedAt'> {
  readonly status: Exclude<ProductStatus, 'archived'>;
  readonly variants: readonly VariantDraft[];
  /** Left out, they are what the variants differ in. */
  readonly options?: readonly ProductOption[] | undefined;
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
  static create({ variants, options = optionsOf(variants), ...draft }: ProductDraft): Product {
    refuse([...variantFaults(variants, draft.currency), ...optionFaults(variants, options)]);
    const isOnly = variants.length === 1;
    const product = new Product(
      {
        ...draft,
        options,
        variants: variants.map((variant) => ({ ...variant, title: isOnly ? null : titleOf(variant, options) })),
        updatedAt: draft.createdAt,
      },
      0,
    );
    product.#announce('product.created', draft.createdAt);
    if (draft.status === 'published') product.#tell('product.published', draft.createdAt);
    for (const image of draft.images) product.#hang(image, draft.createdAt);
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
    return this.#state.variants.reduce((cheapest, variant) => (cheapest.price.isMoreThan(variant.price) ? variant : cheapest));
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
   * @throws InvalidProduct
   */
  reviseOnlyVariant(revision: SingleVariantRevision, at: Date): void {
    const changes = given(revision);
    if (isSame({ ...this.leading, ...changes }, this.leading)) return;
    const [field = 'price'] = Object.keys(changes).filter((key) => key === 'price' || key === 'sku');
    const [only, ...more] = Object.keys(changes);
    const alone = only === 'compareAtPrice' ? 'compare_at_price' : only === 'isDigital' ? 'digital' : field;
    const before = this.onlyVariant(more.length === 0 ? alone : field);
    const after = { ...before, ...changes };
    refuse(variantFaults([after], this.currency, { isAlone: true }));
    this.#become({ ...this.#state, variants: [after] }, at);
    if (after.price.equals(before.price)) return;
    const payload = { variantId: after.id, from: before.price.toData(), to: after.price.toData() };
    this.record({ type: 'product.repriced', aggregateId: this.id, occurredAt: at, payload });
  }

  /** Shows it, takes it back, or puts it away; the same again is no news. */
  changeStatus(status: ProductStatus, at: Date): void {
    if (status === this.#state.status) return;
    this.#become({ ...this.#state, status }, at);
    if (status === 'published') this.#tell('product.published', at);
    else if (status === 'archived') this.#tell('product.archived', at);
    else this.#announce('product.revised', at);
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
    this.#become({ ...this.#state, images: [image, ...others] }, at);
    this.#hang(image, at);
    if (first) this.#letGo(first, at);
  }

  /** @throws ImageNotFound */
  detachImage(imageId: ImageId, at: Date): void {
    const image = this.#image(imageId);
    this.#become({ ...this.#state, images: this.#state.images.filter(({ id }) => id !== imageId) }, at);
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
