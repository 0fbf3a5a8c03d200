import type { BrandId, CategoryId } from '../../domain/shared/ids.js';
import type { PostalAddress } from '../../domain/shared/postal-address.js';
import type { SecretTokens } from '../shared/ports/secret-tokens.js';
import type { BackOffice, NewAccount } from './ports/back-office.js';
import type { DemoCatalogue, DemoProduct, DemoShopContent } from './ports/demo-catalogue.js';

export interface LoadDemoShopInput {
  /** False when the shop has an admin of its own. */
  readonly withAdmin: boolean;
}

export interface LoadDemoShopOutput {
  /** How many products were made; 0 when the shop was there already. */
  readonly products: number;
  /** Accounts that were made, with passwords that nobody can ever see again. */
  readonly accounts: readonly Pick<NewAccount, 'role' | 'email' | 'password'>[];
}

/** Decoding and encoding pictures keeps about this many busy. */
const AT_ONCE = 4;
const PASSWORD_LENGTH = 16;
const ADMIN = { email: 'admin@alder-and-quay.example', name: 'Robin Alder', role: 'admin' } as const;
const CUSTOMER = { email: 'ada@alder-and-quay.example', name: 'Ada Quay', role: 'customer' } as const;
const HOME: PostalAddress = {
  name: CUSTOMER.name,
  phone: '+1 415 555 0134',
  addressLine1: '27 Harbour Lane',
  addressLine2: 'Second floor',
  city: 'San Francisco',
  state: 'CA',
  postalCode: '94111',
  country: 'US',
};

/** Fills a new shop with things to look at and people to be. Safe to repeat: what is there stays as it is, what is missing is added. */
export class LoadDemoShop {
  constructor(
    private readonly catalogue: DemoCatalogue,
    private readonly backOffice: BackOffice,
    private readonly secrets: SecretTokens,
  ) {}

  async execute({ withAdmin }: LoadDemoShopInput): Promise<LoadDemoShopOutput> {
    const content = await this.catalogue.read();
    const shelves = await this.#putUpShelves(content);
    let products = 0;
    await inTurns(mixed(content.products), AT_ONCE, async (product) => {
      if (await this.#stock(product, shelves)) products += 1;
    });
    // Last: a password that was made before something broke would never be shown.
    return { products, accounts: await this.#openAccounts(withAdmin ? [ADMIN, CUSTOMER] : [CUSTOMER]) };
  }

  async #openAccounts(people: readonly Omit<NewAccount, 'password'>[]): Promise<LoadDemoShopOutput['accounts']> {
    const opened = await Promise.all(
      people.map(async (person) => {
        const password = this.secrets.issue().token.slice(0, PASSWORD_LENGTH);
        const accountId = await this.backOffice.openAccount({ ...person, password });
        if (accountId === undefined) return [];
        if (person.role === 'customer') await this.backOffice.addAddress(accountId, HOME);
        return [{ role: person.role, email: person.email, password }];
      }),
    );
    return opened.flat();
  }

  /** One after another: there are few, and they are listed in the order of their making. */
  async #putUpShelves({ brands, ruledTags, categories }: DemoShopContent): Promise<Shelves> {
    const shelves = { brands: new Map<string, BrandId>(), categories: new Map<string, CategoryId>() };
    for (const brand of brands) shelves.brands.set(brand, await this.backOffice.brand(brand));
    for (const { name, rule } of ruledTags) await this.backOffice.ruledTag(name, rule);
    for (const { name, description, children } of categories) {
      const parentId = await this.backOffice.category(name, description, null);
      for (const child of children) {
        shelves.categories.set(child.name, await this.backOffice.category(child.name, child.description, parentId));
      }
    }
    return shelves;
  }

  /** @returns whether the product was made now. A product that was left without its picture gets it. */
  async #stock(product: DemoProduct, { brands, categories }: Shelves): Promise<boolean> {
    const [first] = product.variants;
    const known = first && (await this.backOffice.productWith(first.sku));
    const brandId = brands.get(product.brand);
    if (!first || known?.hasPicture || brandId === undefined) return false;
    const categoryIds = product.categories.flatMap((name) => categories.get(name) ?? []);
    const productId = known?.productId ?? (await this.backOffice.addProduct({ ...product, brandId, categoryIds }));
    await this.backOffice.hangPicture(productId, await this.catalogue.picture(product.picture.name), product.picture.alt);
    return !known;
  }
}

interface Shelves {
  readonly brands: ReadonlyMap<string, BrandId>;
  readonly categories: ReadonlyMap<string, CategoryId>;
}

/** From all over the shop, the same way every time: whoever looks at the newest sees a little of everything. */
function mixed<Item>(items: readonly Item[]): readonly Item[] {
  const columns = 9;
  return Array.from({ length: columns }, (_, column) => items.filter((_item, index) => index % columns === column)).flat();
}

/** Works on `width` of them at a time; the first failure ends it. */
async function inTurns<Item>(items: readonly Item[], width: number, work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
}
