import { expect } from 'chai';
import { LoadDemoShop } from '../../../../src/application/demo/load-demo-shop.js';
import type { BackOffice, NewAccount, NewProduct } from '../../../../src/application/demo/ports/back-office.js';
import type { DemoCatalogue, DemoProduct } from '../../../../src/application/demo/ports/demo-catalogue.js';
import { id, type AccountId, type BrandId, type CategoryId, type ProductId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { rejection } from '../../../support/rejection.js';

const aProduct = (sku: string): DemoProduct => ({
  title: `Thing ${sku}`,
  description: 'Useful.',
  brand: 'Kettleby',
  categories: ['Coffee'],
  tags: [],
  picture: { name: sku, alt: sku },
  options: [],
  variants: [{ sku, options: {}, price: Money.of(100, 'USD'), compareAtPrice: null, stock: 1 }],
});
const PRODUCTS = Array.from({ length: 25 }, (_, index) => aProduct(`sku-${index}`));

const CATALOGUE: DemoCatalogue = {
  read: async () => ({
    name: 'Shop',
    brands: ['Kettleby'],
    ruledTags: [{ name: 'sale', rule: 'reduced' }],
    categories: [{ name: 'Kitchen', description: '', children: [{ name: 'Coffee', description: '' }] }],
    products: PRODUCTS,
  }),
  picture: async () => new Uint8Array([1]),
};

/** Remembers what came through its doors. */
class Office implements BackOffice {
  readonly categories = new Map<string, CategoryId>();
  readonly brands = new Map<string, BrandId>();
  readonly ruledTags = new Map<string, string>();
  readonly products = new Map<string, NewProduct>();
  readonly pictures = new Set<string>();
  readonly accounts = new Map<string, NewAccount>();
  readonly addresses: AccountId[] = [];

  async category(name: string, _description: string, parentId: CategoryId | null): Promise<CategoryId> {
    const key = `${parentId ?? ''}/${name}`;
    this.categories.set(key, id<CategoryId>(name));
    return id<CategoryId>(name);
  }

  async brand(name: string): Promise<BrandId> {
    this.brands.set(name, id<BrandId>(name));
    return id<BrandId>(name);
  }

  async ruledTag(name: string, rule: string): Promise<void> {
    this.ruledTags.set(name, rule);
  }

  async productWith(sku: string): Promise<{ productId: ProductId; hasPicture: boolean } | undefined> {
    return this.products.has(sku) ? { productId: id<ProductId>(sku), hasPicture: this.pictures.has(sku) } : undefined;
  }

  async addProduct(product: NewProduct): Promise<ProductId> {
    const [{ sku }] = product.variants as readonly [NewProduct['variants'][number]];
    if (this.products.has(sku)) throw new Error(`${sku} was made twice`);
    this.products.set(sku, product);
    return id<ProductId>(sku);
  }

  async hangPicture(productId: ProductId): Promise<void> {
    if (this.pictures.has(productId)) throw new Error(`${productId} got two pictures`);
    this.pictures.add(productId);
  }

  async openAccount(account: NewAccount): Promise<AccountId | undefined> {
    if (this.accounts.has(account.email)) return undefined;
    this.accounts.set(account.email, account);
    return id<AccountId>(account.email);
  }

  async addAddress(customerId: AccountId): Promise<void> {
    this.addresses.push(customerId);
  }
}

describe('Loading the demo shop', () => {
  let office: Office;
  let load: LoadDemoShop;
  let issued = 0;

  beforeEach(() => {
    office = new Office();
    load = new LoadDemoShop(CATALOGUE, office, {
      issue: () => ({ token: `token-number-${(issued += 1)}-and-much-more`, hash: '' }),
      hashOf: (token) => token,
    });
  });

  it('makes everything there is, in its place and with its picture', async () => {
    expect((await load.execute({ withAdmin: true })).products).to.equal(25);

    expect([...office.categories.keys()]).to.deep.equal(['/Kitchen', 'Kitchen/Coffee']);
    expect([...office.ruledTags]).to.deep.equal([['sale', 'reduced']]);
    expect([...office.products.keys()]).to.have.members(PRODUCTS.map(({ picture }) => picture.name));
    expect([...office.pictures]).to.have.members([...office.products.keys()]);
    expect(office.products.get('sku-3')).to.deep.include({ brandId: 'Kettleby', categoryIds: ['Coffee'] });
  });

  it('makes an admin and a customer with an address, and tells their passwords once', async () => {
    const first = await load.execute({ withAdmin: true });
    expect(first.accounts.map(({ role }) => role)).to.deep.equal(['admin', 'customer']);
    expect(first.accounts.map(({ email, password }) => [email, password])).to.deep.equal(
      [...office.accounts.values()].map(({ email, password }) => [email, password]),
    );
    expect(new Set(first.accounts.map(({ password }) => password)).size).to.equal(2);
    expect(office.addresses).to.have.lengthOf(1);

    expect((await load.execute({ withAdmin: true })).accounts).to.deep.equal([]);
    expect(office.addresses).to.have.lengthOf(1);
  });

  it('leaves the admin to a shop that has its own', async () => {
    const { accounts } = await load.execute({ withAdmin: false });
    expect(accounts.map(({ role }) => role)).to.deep.equal(['customer']);
  });

  it('changes nothing when it is done again', async () => {
    await load.execute({ withAdmin: true });
    expect(await load.execute({ withAdmin: true })).to.deep.equal({ products: 0, accounts: [] });
  });

  it('goes on where it was interrupted', async () => {
    await load.execute({ withAdmin: true });
    office.products.delete('sku-7');
    office.pictures.delete('sku-7');
    office.pictures.delete('sku-8');

    expect((await load.execute({ withAdmin: true })).products).to.equal(1);
    expect(office.products.size).to.equal(25);
    expect(office.pictures.size).to.equal(25);
  });

  it('says so when something cannot be made', async () => {
    office.addProduct = () => Promise.reject(new Error('no paint'));
    expect(String(await rejection(load.execute({ withAdmin: true })))).to.contain('no paint');
  });
});
