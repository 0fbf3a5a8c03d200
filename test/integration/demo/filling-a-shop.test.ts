import { expect } from 'chai';
import { LoadDemoShop } from '../../../src/application/demo/load-demo-shop.js';
import type { DemoCatalogue } from '../../../src/application/demo/ports/demo-catalogue.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { JsonDemoCatalogue } from '../../../src/infrastructure/demo/json-demo-catalogue.js';
import { startShop } from '../../support/shop.js';

const WANTED = 4;

describe('Filling a shop with demo data', function () {
  this.timeout(60_000);
  const shop = startShop();
  const all = new JsonDemoCatalogue('docs/demo', 'USD');
  /** The real data, but not all of it: drawing takes its time. Some with one variant, some with several. */
  const few: DemoCatalogue = {
    read: async () => {
      const content = await all.read();
      const [several, one] = [
        content.products.filter(({ variants }) => variants.length > 1),
        content.products.filter(({ variants }) => variants.length === 1),
      ];
      const reduced = one.find(({ variants: [only] }) => only?.compareAtPrice !== null);
      return { ...content, products: [...several.slice(0, WANTED / 2), ...one.slice(0, WANTED / 2 - 1), ...(reduced ? [reduced] : [])] };
    },
    picture: (name) => all.picture(name),
  };
  const load = () => new LoadDemoShop(few, shop.container.get(TOKENS.backOffice), shop.container.get(TOKENS.secretTokens));

  it('puts products, pictures, shelves and people where the API finds them', async () => {
    const { products, accounts } = await load().execute({ withAdmin: true });
    expect(products).to.equal(WANTED);

    const list = await shop.anyone.get('/api/products/?limit=100');
    const items = list.body.items as {
      in_stock: boolean;
      image_url: string;
      brand: object;
      categories: object[];
      variants: { compare_at_price: number | null }[];
    }[];
    expect(items).to.have.length(WANTED);
    for (const item of items) {
      expect(item.in_stock).to.equal(true);
      expect(item.brand).to.be.an('object');
      expect(item.categories).to.have.length.greaterThan(0);
      expect((await shop.anyone.get(`/${item.image_url}`)).headers['content-type']).to.match(/^image\//);
    }
    expect(items.filter(({ variants }) => variants.length > 1)).to.have.length(WANTED / 2);
    expect((await shop.anyone.get('/api/products/?tag=new')).body.total).to.equal(WANTED);
    const reduced = items.filter(({ variants }) => variants.some(({ compare_at_price }) => compare_at_price !== null));
    expect((await shop.anyone.get('/api/products/?tag=sale')).body.total)
      .to.equal(reduced.length)
      .and.to.be.greaterThan(0);

    const admin = accounts.find(({ role }) => role === 'admin');
    const login = await shop.anyone.post('/api/account/login', { email: admin?.email, password: admin?.password });
    expect(login.body.user).to.include({ is_admin: true, is_verified: true });
  });

  it('adds nothing the second time', async () => {
    expect(await load().execute({ withAdmin: true })).to.deep.equal({ products: 0, accounts: [] });

    expect((await shop.anyone.get('/api/products/')).body.total).to.equal(WANTED);
    const { categories } = await few.read();
    const shelves = (await shop.anyone.get('/api/products/category')).body as unknown[];
    expect(shelves).to.have.length(categories.reduce((sum, { children }) => sum + 1 + children.length, 0));
  });
});
