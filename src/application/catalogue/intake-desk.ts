import { SkuTaken, ChoiceTaken, InvalidProduct } from '../../domain/catalogue/product-errors.js';
import type { ProductEvent } from '../../domain/catalogue/product-events.js';
import { productSlug } from '../../domain/catalogue/product-slug.js';
import type { ProductOption, ProductState, Variant } from '../../domain/catalogue/product-state.js';
import { Product, type VariantDraft } from '../../domain/catalogue/product.js';
import { skuOf } from '../../domain/catalogue/sku.js';
import { DomainError } from '../../domain/shared/domain-error.js';
import { looksLikeId, type BrandId, type CategoryId, type ProductId, type TagId, type VariantId } from '../../domain/shared/ids.js';
import type { Currency } from '../../domain/shared/money.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { IntakeChange, KnownProducts, StockWish } from './ports/catalogue-intake.js';
import type { TradeProduct, TradeVariant } from './ports/trade-product.js';
import type { TradeFault } from './read-trade-product.js';

export interface DeskShelves {
  readonly brandId?: BrandId | null | undefined;
  readonly categoryIds?: readonly CategoryId[] | undefined;
  readonly tagIds?: readonly TagId[] | undefined;
}

interface Placed {
  readonly productId: ProductId;
  readonly faults: readonly TradeFault[];
}

/** A product as it lies on the desk: told of once or several times, and not saved yet. */
interface Draft {
  readonly before: ProductState | undefined;
  readonly product: Product;
  readonly events: ProductEvent[];
  readonly stock: Map<VariantId, number>;
}

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const LONGEST_SLUG = 100;

/** Whether a product may be found under it: words that mean something else get a number from the domain, and so give themselves away. */
const isSlug = (slug: string, productId: ProductId): boolean =>
  SLUG.test(slug) && slug.length <= LONGEST_SLUG && !looksLikeId(slug) && productSlug(slug, productId, null, new Map()) !== `${slug}-2`;

const sorted = (options: Variant['options']): string =>
  JSON.stringify(Object.entries(options).sort(([left], [right]) => (left < right ? -1 : 1)));
/** As text, without the moments of looking at it, and with options in one order however they are kept. */
const textOf = ({ updatedAt: _, pricedAt: __, ...state }: ProductState): string =>
  JSON.stringify({ ...state, variants: state.variants.map((variant) => ({ ...variant, options: sorted(variant.options) })) });

/**
 * Where a batch is put together: what is told meets what is there, product by product in the order of the file, and is judged by the
 * product itself. What breaks one of its rules is not taken, and leaves what was told before it as it is.
 */
export class IntakeDesk {
  readonly #drafts = new Map<ProductId, Draft>();
  readonly #slugs: Map<string, ProductId>;
  readonly #skus: Map<string, { readonly productId: ProductId; readonly isArchived: boolean }>;

  /** @param taken slugs that a new product cannot have, beside those of `known`. */
  constructor(
    private readonly known: KnownProducts,
    private readonly taken: ReadonlyMap<string, ProductId>,
    private readonly ids: IdGenerator,
    private readonly currency: Currency,
    private readonly now: Date,
  ) {
    this.#slugs = new Map(known.slugs);
    this.#skus = new Map(known.skus);
  }

  /** @returns the product, and what is wrong: then it lies as it did. */
  place(told: TradeProduct): Placed {
    const productId = this.#find(told) ?? this.ids.next<ProductId>();
    const draft = this.#drafts.get(productId);
    draft?.events.push(...draft.product.pullEvents());
    const current = draft?.product ?? this.known.products.get(productId);
    const faults = [...this.#takenSkus(told, productId), ...(current ? [] : this.#missing(told, productId))];
    if (faults.length > 0) return { productId, faults };
    const stock = new Map(draft?.stock);
    try {
      const product = current ? this.#changed(current, told, stock) : this.#made(told, productId, stock);
      const before = draft ? draft.before : this.known.products.get(productId)?.toState();
      this.#drafts.set(productId, { before, product, events: draft?.events ?? [], stock });
      this.#slugs.set(product.slug, productId);
      for (const { sku } of product.variants) this.#skus.set(sku, { productId, isArchived: false });
      return { productId, faults: [] };
    } catch (error) {
      const wrong = faultsOf(error);
      if (!wrong) throw error;
      return { productId, faults: wrong };
    }
  }

  /** Where the product stands from now on; what is not said stays. */
  shelve(productId: ProductId, shelves: DeskShelves): void {
    this.#drafts.get(productId)?.product.revise(shelves, this.now);
  }

  /** What came of the product, and whether that is anything new. */
  outcomeOf(productId: ProductId): 'created' | 'updated' | 'unchanged' {
    const draft = this.#drafts.get(productId);
    if (!draft) return 'unchanged';
    if (!draft.before) return 'created';
    return isChanged(draft) || this.#stockOf(draft).length > 0 ? 'updated' : 'unchanged';
  }

  /** What has to be saved. */
  finish(): { readonly changes: readonly IntakeChange[]; readonly stock: readonly StockWish[] } {
    const drafts = [...this.#drafts.values()];
    return {
      changes: drafts.filter(isChanged).map(({ product, events }) => ({ product, events: [...events, ...product.pullEvents()] })),
      stock: drafts.flatMap((draft) => this.#stockOf(draft)),
    };
  }

  #find({ slug, variants }: TradeProduct): ProductId | undefined {
    if (slug !== undefined) return this.#slugs.get(slug);
    for (const { sku } of variants) {
      const owner = sku === undefined ? undefined : this.#skus.get(sku);
      if (owner) return owner.productId;
    }
    return undefined;
  }

  #takenSkus({ variants }: TradeProduct, productId: ProductId): readonly TradeFault[] {
    return variants.flatMap(({ sku }, place) => {
      const owner = sku === undefined ? undefined : this.#skus.get(sku);
      return owner && (owner.productId !== productId || owner.isArchived) ? [takenSku(place)] : [];
    });
  }

  /** What a new product cannot do without. */
  #missing({ slug, title, variants }: TradeProduct, productId: ProductId): readonly TradeFault[] {
    const required = (path: string, thing: string): TradeFault => ({
      path,
      code: 'required',
      message: `${path} is required for a new ${thing}`,
    });
    const message = 'slug must be words of a-z and 0-9 joined by -, and none that the shop needs itself';
    return [
      ...(title === undefined ? [required('title', 'product')] : []),
      ...(slug === undefined || isSlug(slug, productId) ? [] : [{ path: 'slug', code: 'format', message }]),
      ...variants.flatMap(({ price }, place) => (price === undefined ? [required(`variants[${place}].price`, 'variant')] : [])),
    ];
  }

  #made(told: TradeProduct, productId: ProductId, stock: Map<VariantId, number>): Product {
    const { title = '', description = '', status = 'published', slug, images = [] } = told;
    const variants = told.variants.map((variant, place) => this.#draftOf(variant, place, stock));
    const product = Product.create({
      id: productId,
      title,
      description,
      slug: slug ?? productSlug(title, productId, null, new Map([...this.taken, ...this.#slugs])),
      status: status === 'archived' ? 'draft' : status,
      brandId: null,
      categoryIds: [],
      tagIds: [],
      options: told.options?.map(({ name, values }) => ({ name, values: values ?? mentioned(variants, name) })),
      currency: this.currency,
      variants,
      images: images.map(({ url, alt = title }) => ({ id: this.ids.next(), url, alt })),
      createdAt: this.now,
    });
    if (status === 'archived') product.changeStatus(status, this.now);
    return product;
  }

  /** A copy with what is told of it: nothing happens to `current` should it not fit. */
  #changed(current: Product, told: TradeProduct, stock: Map<VariantId, number>): Product {
    const state = current.toState();
    const product = Product.reconstitute({ ...state, options: ordered(state, told.options) }, current.version);
    const { title, description, status, images, options } = told;
    product.revise({ title, description }, this.now);
    told.variants.forEach((variant, place) => this.#tell(product, variant, place, told.variants.length, stock));
    if (status !== undefined) product.changeStatus(status, this.now);
    if (images !== undefined) this.#hang(product, images);
    const names = product.toState().options.map(({ name }) => name);
    const message = `options must be those that the variants choose from: ${names.join(', ') || 'there are none'}`;
    if (options?.some(({ name }) => !names.includes(name))) throw new Wrong([{ path: 'options', code: 'unknown', message }]);
    return product;
  }

  #tell(product: Product, told: TradeVariant, place: number, toldCount: number, stock: Map<VariantId, number>): void {
    const variant = meant(told, product.variants, toldCount);
    if (!variant) {
      const draft = this.#draftOf(told, place, stock);
      return inVariant(place, () => product.addVariant(draft, {}, this.now));
    }
    if (told.stock !== undefined) stock.set(variant.id, told.stock);
    const { sku, price, compareAtPrice, isDigital } = told;
    const options = told.options && sorted(told.options) !== sorted(variant.options) ? told.options : undefined;
    inVariant(place, () => product.reviseVariant(variant.id, { sku, price, compareAtPrice, isDigital, options }, this.now));
  }

  #draftOf(
    { sku, options = {}, price, compareAtPrice = null, isDigital = false, stock: pieces }: TradeVariant,
    place: number,
    stock: Map<VariantId, number>,
  ): VariantDraft {
    const path = `variants[${place}].price`;
    if (!price) throw new Wrong([{ path, code: 'required', message: `${path} is required for a new variant` }]);
    const id = this.ids.next<VariantId>();
    if (pieces !== undefined) stock.set(id, pieces);
    return { id, sku: sku ?? skuOf(id), options, price, compareAtPrice, isDigital };
  }

  #hang(product: Product, images: NonNullable<TradeProduct['images']>): void {
    for (const { id, url } of product.images) if (!images.some((image) => image.url === url)) product.detachImage(id, this.now);
    images.forEach(({ url, alt = product.title }, position) => {
      if (!product.images.some((image) => image.url === url)) product.attachImage({ id: this.ids.next(), url, alt }, this.now);
      const image = product.images.find((other) => other.url === url);
      if (image && (image.alt !== alt || product.images.indexOf(image) !== position))
        product.reviseImage(image.id, { alt, position }, this.now);
    });
  }

  #stockOf({ stock }: Draft): readonly StockWish[] {
    return [...stock]
      .filter(([variantId, available]) => (this.known.available.get(variantId) ?? 0) !== available)
      .map(([variantId, available]) => ({ variantId, available }));
  }
}

const isChanged = ({ before, product }: Draft): boolean => before === undefined || textOf(before) !== textOf(product.toState());

/** The variant that is spoken of: by its SKU, by its choice, or as the only one. */
function meant({ sku, options }: TradeVariant, variants: readonly Variant[], toldCount: number): Variant | undefined {
  const bySku = sku === undefined ? undefined : variants.find((variant) => variant.sku === sku);
  if (bySku) return bySku;
  if (options && Object.keys(options).length > 0) return variants.find((variant) => sorted(variant.options) === sorted(options));
  return variants.length === 1 && toldCount === 1 ? variants[0] : undefined;
}

const mentioned = (variants: readonly VariantDraft[], name: string): readonly string[] => [
  ...new Set(variants.flatMap(({ options }) => options[name] ?? [])),
];

/** In the order that is told and with values that no variant has; what a variant has chosen stays. */
function ordered({ options, variants }: ProductState, told: TradeProduct['options']): readonly ProductOption[] {
  if (!told || told.length !== options.length || !options.every(({ name }) => told.some((option) => option.name === name))) return options;
  return told.map(({ name, values }) => ({
    name,
    values: values
      ? [...new Set([...values, ...mentioned(variants, name)])]
      : (options.find((option) => option.name === name)?.values ?? []),
  }));
}

/** What was told cannot be: says where. */
class Wrong extends Error {
  constructor(readonly faults: readonly TradeFault[]) {
    super(faults.map(({ message }) => message).join('; '));
  }
}

const takenSku = (place: number): TradeFault => ({
  path: `variants[${place}].sku`,
  code: 'taken',
  message: `variants[${place}].sku is taken by another variant, perhaps an archived one`,
});

/** The product speaks of one variant, the file of several. */
function inVariant(place: number, change: () => void): void {
  try {
    change();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const path = `variants[${place}]`;
    if (error instanceof InvalidProduct) throw new Wrong(error.faults.map((fault) => ({ ...fault, path: `${path}.${fault.path}` })));
    if (error instanceof SkuTaken) throw new Wrong([takenSku(place)]);
    throw new Wrong([{ path: error instanceof ChoiceTaken ? `${path}.options` : path, code: error.code, message: error.message }]);
  }
}

const OF_THE_ONLY_ONE: ReadonlySet<string> = new Set(['sku', 'price', 'compare_at_price', 'digital']);

/** Undefined: it was no refusal. */
function faultsOf(error: unknown): readonly TradeFault[] | undefined {
  if (error instanceof Wrong) return error.faults;
  if (error instanceof InvalidProduct)
    return error.faults.map((fault) => ({ ...fault, path: OF_THE_ONLY_ONE.has(fault.path) ? `variants[0].${fault.path}` : fault.path }));
  return error instanceof DomainError ? [{ path: 'slug', code: error.code, message: error.message }] : undefined;
}
