import { originalOf } from '../../domain/catalogue/image-state.js';
import type { CategoryId, ImportId, ProductId } from '../../domain/shared/ids.js';
import type { Currency } from '../../domain/shared/money.js';
import { slugOf } from '../../domain/shared/slug.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { IntakeDesk } from './intake-desk.js';
import type { CatalogueIntake } from './ports/catalogue-intake.js';
import type { CategoryRepository } from './ports/category-repository.js';
import type { ImportCounts, ImportFault, ImportLog, ImportView } from './ports/import-log.js';
import type { Media } from './ports/media.js';
import type { ProductFile, ToldProduct } from './ports/product-file.js';
import type { TradeProduct } from './ports/trade-product.js';
import { readTradeProduct, type TradeFault } from './read-trade-product.js';

export interface ImportScope {
  readonly intake: CatalogueIntake;
  readonly categories: CategoryRepository;
  readonly imports: ImportLog;
}

export interface ImportProgress extends ImportCounts {
  readonly position: number;
  /** Of the batch that is behind us. */
  readonly errors: readonly ImportFault[];
  readonly rejectedText: string;
}

export interface ImportProductsInput {
  readonly entry: ImportView;
  readonly file: ProductFile;
  readonly holder: string;
  readonly told?: (progress: ImportProgress) => Promise<void> | void;
}

interface Read {
  readonly item: ToldProduct;
  readonly product: TradeProduct | undefined;
  readonly wrong: readonly ImportFault[];
}

/** Few enough that nobody who is served beside it waits for one of them, and many enough that they cost little each. */
const BATCH = 250;

/**
 * Brings the products of a file into the catalogue, batch by batch in one unit of work each, so that whoever is cut off goes on behind
 * the last. Lines that break a rule are put aside and stop nobody; the others are judged by the rules that every product is judged by.
 * Telling the same again changes nothing. A dry run says the same and changes nothing.
 */
export class ImportProducts {
  constructor(
    private readonly unitOfWork: UnitOfWork<ImportScope>,
    private readonly media: Media,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly currency: Currency,
  ) {}

  /**
   * @returns what came of all of it, also of what was done before this run
   * @throws UnreadableFile @throws ImportRunning when somebody else has taken over
   */
  async execute(input: ImportProductsInput): Promise<ImportCounts> {
    const { entry, holder } = input;
    try {
      return await this.#run(input);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      // Should that fail as well, the import is taken up again when nobody has heard of it for a while.
      await this.unitOfWork.run(({ imports }) => imports.stumble(entry.id, holder, reason, this.clock.now())).catch(() => undefined);
      throw error;
    }
  }

  async #run({ entry, file, holder, told = () => {} }: ImportProductsInput): Promise<ImportCounts> {
    const { head } = await file.look();
    const promised = new Map<string, string>();
    let counts: ImportCounts = entry;
    let position = 0;
    let batch: ToldProduct[] = [];
    const take = async (): Promise<void> => {
      if (batch.length === 0) return;
      const { errors, rejectedText, ...outcome } = await this.#take(
        batch,
        entry,
        holder,
        position,
        counts.rejected === 0 ? head : '',
        promised,
      );
      counts = sum(counts, outcome);
      batch = [];
      await told({ ...counts, position, errors, rejectedText });
    };
    for await (const product of file.products()) {
      position += 1;
      if (position <= entry.position) continue;
      batch.push(product);
      if (batch.length >= BATCH) await take();
    }
    await take();
    await this.unitOfWork.run(({ imports }) => imports.end(entry.id, holder, this.clock.now()));
    return { created: counts.created, updated: counts.updated, unchanged: counts.unchanged, rejected: counts.rejected };
  }

  /** @param promised in a dry run, the SKUs of products that would be there by now. */
  async #take(
    batch: readonly ToldProduct[],
    { id: importId, isDryRun }: { readonly id: ImportId; readonly isDryRun: boolean },
    holder: string,
    position: number,
    head: string,
    promised: Map<string, string>,
  ) {
    const read = await this.#read(batch);
    return this.unitOfWork.run(async ({ intake, categories, imports }) => {
      const at = this.clock.now();
      const desk = await this.#desk(intake, read, at);
      const errors: ImportFault[] = [];
      const rejected: ToldProduct[] = [];
      const taken: { readonly productId: ProductId; readonly product: TradeProduct }[] = [];
      for (const { item, product, wrong } of read) {
        const placed = product && wrong.length === 0 ? desk.place(product) : undefined;
        const faults = [
          ...wrong,
          ...locate(item, [...(placed?.faults ?? []), ...(product && placed ? broken(product, placed.productId, promised) : [])]),
        ];
        if (product && placed && faults.length === 0) taken.push({ productId: placed.productId, product });
        else rejected.push(item);
        errors.push(...faults);
      }
      if (!isDryRun) await this.#shelve(desk, intake, categories, taken, at);
      else for (const { productId, product } of taken) promise(product, productId, promised);
      const outcomes = taken.map(({ productId }) => desk.outcomeOf(productId));
      if (!isDryRun) {
        const { changes, stock } = desk.finish();
        if (changes.length + stock.length > 0) await intake.save(changes, stock, at);
      }
      const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
      const counts = { created: count('created'), updated: count('updated'), unchanged: count('unchanged'), rejected: rejected.length };
      const rejectedText = rejected.length === 0 ? '' : head + rejected.map(({ text }) => text).join('');
      await imports.step({ ...counts, importId, holder, position, errors, rejectedText, at });
      return { ...counts, errors, rejectedText };
    });
  }

  /** What each line says, and whether the pictures that it names are here. */
  async #read(batch: readonly ToldProduct[]): Promise<readonly Read[]> {
    const kept = new Map<string, boolean>();
    const isKept = async (url: string): Promise<boolean> => {
      const known = kept.get(url) ?? (originalOf(url) === undefined && (await this.media.find(url)) !== undefined);
      kept.set(url, known);
      return known;
    };
    const read: Read[] = [];
    for (const item of batch) {
      const { told, faults } = item;
      const judged = told && readTradeProduct(told, this.currency);
      const missing: TradeFault[] = [];
      for (const [place, { url }] of (judged?.product.images ?? []).entries())
        if (!(await isKept(url)))
          missing.push({
            path: `images[${place}].url`,
            code: 'unknown',
            message: `images[${place}] names no picture that is kept here: ${url}`,
          });
      const wrong = [...faults, ...locate(item, [...(judged?.faults ?? []), ...missing])];
      read.push({ item, product: judged?.product, wrong });
    }
    return read;
  }

  async #desk(intake: CatalogueIntake, read: readonly Read[], at: Date): Promise<IntakeDesk> {
    const products = read.flatMap(({ product, wrong }) => (product && wrong.length === 0 ? [product] : []));
    const known = await intake.find({
      slugs: products.flatMap(({ slug }) => slug ?? []),
      skus: products.flatMap(({ variants }) => variants.flatMap(({ sku }) => sku ?? [])),
    });
    const bases = products.flatMap(({ slug, title }) => (slug === undefined && title !== undefined ? [slugOf(title, '')] : []));
    const taken = bases.length === 0 ? new Map<string, ProductId>() : await intake.slugsLike(bases);
    return new IntakeDesk(known, taken, this.ids, this.currency, at);
  }

  async #shelve(
    desk: IntakeDesk,
    intake: CatalogueIntake,
    categories: CategoryRepository,
    taken: readonly { readonly productId: ProductId; readonly product: TradeProduct }[],
    at: Date,
  ): Promise<void> {
    const { brands, tags } = await intake.labels({
      brands: [...new Set(taken.flatMap(({ product: { brand } }) => brand ?? []))],
      tags: [...new Set(taken.flatMap(({ product }) => product.tags ?? []))],
    });
    const places = await this.#places(
      intake,
      categories,
      taken.flatMap(({ product }) => product.categories ?? []),
      at,
    );
    for (const { productId, product } of taken) {
      desk.shelve(productId, {
        brandId: product.brand ? brands.get(product.brand.toLowerCase()) : (product.brand as null | undefined),
        categoryIds: product.categories && [...new Set(product.categories.flatMap((path) => places.get(keyOf(path)) ?? []))],
        tagIds: product.tags && [...new Set(product.tags.flatMap((name) => tags.get(name.toLowerCase()) ?? []))],
      });
    }
  }

  /** The categories at the ends of these paths; what is missing on the way is made. */
  async #places(
    intake: CatalogueIntake,
    categories: CategoryRepository,
    paths: readonly (readonly string[])[],
    at: Date,
  ): Promise<ReadonlyMap<string, CategoryId>> {
    const wanted = new Map(paths.map((path) => [keyOf(path), path]));
    if (wanted.size === 0) return new Map();
    let places = pathsOf(await intake.categories());
    if ([...wanted.keys()].every((key) => places.has(key))) return places;
    const tree = await categories.treeForChange();
    places = pathsOf(await intake.categories());
    for (const path of wanted.values()) {
      for (let depth = 1; depth <= path.length; depth += 1) {
        const here = path.slice(0, depth);
        if (places.has(keyOf(here))) continue;
        const parentId = depth === 1 ? null : (places.get(keyOf(path.slice(0, depth - 1))) ?? null);
        const category = tree.add({ id: this.ids.next(), parentId, name: here.at(-1) ?? '', description: null }, at);
        await categories.save(category);
        places.set(keyOf(here), category.id);
      }
    }
    return places;
  }
}

const keyOf = (path: readonly string[]): string => JSON.stringify(path.map((name) => name.toLowerCase()));

function pathsOf(categories: Awaited<ReturnType<CatalogueIntake['categories']>>): Map<string, CategoryId> {
  const byId = new Map(categories.map((category) => [category.id, category]));
  const pathOf = (categoryId: CategoryId | null): readonly string[] => {
    const category = categoryId === null ? undefined : byId.get(categoryId);
    return category ? [...pathOf(category.parentId), category.name] : [];
  };
  return new Map(categories.map(({ id }) => [keyOf(pathOf(id)), id]));
}

const sum = (left: ImportCounts, right: ImportCounts): ImportCounts => ({
  created: left.created + right.created,
  updated: left.updated + right.updated,
  unchanged: left.unchanged + right.unchanged,
  rejected: left.rejected + right.rejected,
});

const locate = (item: ToldProduct, faults: readonly TradeFault[]): readonly ImportFault[] =>
  faults.map(({ path, code, message }) => ({ ...item.placeOf(path), code, message }));

const nameOf = ({ slug }: TradeProduct, productId: ProductId): string => slug ?? productId;

/** What a dry run has to remember, since nothing is there to be found by the next batch. */
const promise = (product: TradeProduct, productId: ProductId, promised: Map<string, string>): void => {
  for (const { sku } of product.variants) if (sku !== undefined) promised.set(sku, nameOf(product, productId));
};
const broken = (product: TradeProduct, productId: ProductId, promised: ReadonlyMap<string, string>): readonly TradeFault[] =>
  product.slug === undefined
    ? []
    : product.variants.flatMap(({ sku }, place) => {
        const owner = sku === undefined ? undefined : promised.get(sku);
        const message = `variants[${place}].sku is taken by another variant, perhaps an archived one`;
        return owner === undefined || owner === nameOf(product, productId)
          ? []
          : [{ path: `variants[${place}].sku`, code: 'taken', message }];
      });
