import { expect } from 'chai';
import { readTradeProduct } from '../../../../src/application/catalogue/read-trade-product.js';

const A_VARIANT = { price: '5' };
const faultsOf = (told: Record<string, unknown>): readonly (readonly [string, string])[] =>
  readTradeProduct({ title: 'Cup', variants: [A_VARIANT], ...told }, 'USD').faults.map(({ path, code }) => [path, code]);

describe('Reading what a file tells of a product', () => {
  it('takes amounts, numbers and yes or no as they are written in files', () => {
    const variant = { price: ' 12.5 ', compare_at_price: '', stock: ' 7 ', digital: 'YES', sku: 'CUP 1' };
    const { product, faults } = readTradeProduct({ title: ' A\tcup ', status: 'Draft', variants: [variant] }, 'USD');
    expect(faults).to.deep.equal([]);
    expect([product.title, product.status]).to.deep.equal(['A cup', 'draft']);
    const [read] = product.variants;
    expect([read?.price?.minor, read?.compareAtPrice, read?.stock, read?.isDigital]).to.deep.equal([1250, null, 7, true]);
  });

  it('tells what is not said from what is empty', () => {
    const { product } = readTradeProduct({ brand: '', tags: [], description: null, variants: [{ price: 1 }] }, 'USD');
    expect(product).to.deep.include({ brand: null, tags: [], description: '', title: undefined, categories: undefined, images: undefined });
  });

  for (const [told, path, code] of [
    [{ price: -1 }, 'price', 'unknown'],
    [{ variants: [] }, 'variants', 'required'],
    [{ variants: [{ price: -1 }] }, 'variants[0].price', 'format'],
    [{ variants: [{ price: 1.555 }] }, 'variants[0].price', 'format'],
    [{ variants: [{ price: '12,50' }] }, 'variants[0].price', 'format'],
    [{ variants: [{ price: '' }] }, 'variants[0].price', 'required'],
    [{ variants: [A_VARIANT, { price: 1, stock: 1.5 }] }, 'variants[1].stock', 'format'],
    [{ variants: [{ price: 1, stock: '-2' }] }, 'variants[0].stock', 'format'],
    [{ variants: [{ price: 1, sku: '<b>' }] }, 'variants[0].sku', 'format'],
    [{ variants: [{ price: 1, options: { Size: 'a\nb' } }] }, 'variants[0].options', 'format'],
    [{ variants: [{ price: 1, digital: 'perhaps' }] }, 'variants[0].digital', 'format'],
    [{ title: 'x'.repeat(201) }, 'title', 'too_long'],
    [{ title: 'half \ud83c' }, 'title', 'format'],
    [{ title: 5 }, 'title', 'format'],
    [{ status: 'sold' }, 'status', 'format'],
    [{ currency: 'EUR' }, 'currency', 'currency'],
    [{ categories: ['A >  > B'] }, 'categories[0]', 'format'],
    [{ tags: 'gift' }, 'tags', 'format'],
    [{ tags: Array.from({ length: 51 }, (_, place) => `t${place}`) }, 'tags', 'too_long'],
    [{ images: [{ alt: 'no address' }] }, 'images[0].url', 'required'],
    [{ id: 'mine', is_admin: true }, 'id', 'unknown'],
  ] as const)
    it(`says what is wrong with ${JSON.stringify(told).slice(0, 70)} (CAT-10)`, () => {
      expect(faultsOf(told)[0]).to.deep.equal([path, code]);
    });
});
