import { expect } from 'chai';
import type { ProductFile } from '../../../src/application/catalogue/ports/product-file.js';
import type { ImportFault } from '../../../src/application/catalogue/ports/import-log.js';
import { imageSizes } from '../../../src/domain/catalogue/image-state.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { aPicture } from '../../support/pictures.js';
import { startShop, type Shop } from '../../support/shop.js';
import { rejection } from '../../support/rejection.js';

const HEAD =
  'slug,title,description,status,brand,categories,tags,option1_name,option1_value,sku,price,compare_at_price,currency,stock,digital';

const fileOf = (shop: Shop, text: string | Uint8Array, format: 'csv' | 'jsonl' = 'csv'): ProductFile =>
  shop.container.get(TOKENS.tradeFormats).read(format, async function* () {
    yield typeof text === 'string' ? Buffer.from(text) : text;
  });

async function bring(shop: Shop, text: string | Uint8Array, { format = 'csv' as 'csv' | 'jsonl', isDryRun = false, resumes = false } = {}) {
  const errors: ImportFault[] = [];
  const outcome = await shop.container.get(TOKENS.importFile).execute({
    file: fileOf(shop, text, format),
    fileName: `test.${format}`,
    isDryRun,
    resumes,
    told: (progress) => void errors.push(...progress.errors),
  });
  const counts = { created: outcome.created, updated: outcome.updated, unchanged: outcome.unchanged, rejected: outcome.rejected };
  return { ...outcome, counts, errors };
}

async function exported(shop: Shop, format: 'csv' | 'jsonl' = 'csv'): Promise<string> {
  let text = '';
  for await (const piece of await shop.container.get(TOKENS.exportProducts).execute({ format })) text += piece;
  return text;
}

async function rejected(shop: Shop, importId: Parameters<ReturnType<typeof queries>['rejected']>[0]): Promise<string> {
  let text = '';
  for await (const piece of queries(shop).rejected(importId)) text += Buffer.from(piece).toString();
  return text;
}
const queries = (shop: Shop) => shop.container.get(TOKENS.importQueries);

describe('Importing products', () => {
  const shop = startShop();

  it('takes products with their variants, shelves, prices and stock', async () => {
    const text = [
      HEAD,
      'tin-mug,Tin mug,"Light, and ""strong""",published,Alder & Quay,Kitchen > Mugs | Camping,gift | tin,Size,S,MUG-S,9.50,12,USD,7,false',
      'tin-mug,,,,,,,,L,MUG-L,11.50,,USD,0,',
      ',Guide to mugs,,draft,,,,,,GUIDE,3,,,,true',
    ].join('\n');

    const { counts, errors } = await bring(shop, text);

    expect(errors).to.deep.equal([]);
    expect(counts).to.deep.equal({ created: 2, updated: 0, unchanged: 0, rejected: 0 });
    const { body } = await shop.anyone.get('/api/products/tin-mug');
    expect(body).to.deep.include({ title: 'Tin mug', description: 'Light, and "strong"', tags: ['gift', 'tin'], stock_quantity: 7 });
    expect((body as { categories: { name: string }[] }).categories.map(({ name }) => name)).to.deep.equal(['Mugs', 'Camping']);
    expect((body as { variants: { sku: string; price: number }[] }).variants.map(({ sku, price }) => [sku, Number(price)])).to.deep.equal([
      ['MUG-S', 9.5],
      ['MUG-L', 11.5],
    ]);
    const found = await shop.anyone.get('/api/products/search?q=strong+mug');
    expect((found.body as { items: { slug: string }[] }).items.map(({ slug }) => slug)).to.include('tin-mug');
    const { rows } = await shop.knex.raw<{ rows: object[] }>(
      `select v.sku, m.delta, m.reason from stock_movements m join variants v on v.id = m.variant_id where v.sku like 'MUG%'`,
    );
    expect(rows).to.deep.equal([{ sku: 'MUG-S', delta: 7, reason: 'received' }]);
  });

  it('changes what is told, leaves what is not, and takes the same again for no news', async () => {
    const prices = 'sku,price,stock\nMUG-L,10.00,4\nMUG-S,9.50,7\n';

    expect((await bring(shop, prices)).counts).to.deep.equal({ created: 0, updated: 2, unchanged: 0, rejected: 0 });
    expect((await bring(shop, prices)).counts).to.deep.equal({ created: 0, updated: 0, unchanged: 2, rejected: 0 });
    const { body } = await shop.anyone.get('/api/products/tin-mug');
    expect(body).to.deep.include({ title: 'Tin mug', stock_quantity: 11, version: 2 });
    expect((await bring(shop, 'sku,stock\nMUG-L,1\n')).counts.updated).to.equal(1);
    const counted = await shop.anyone.get('/api/products/tin-mug');
    expect(counted.body, 'who counts changes no product').to.deep.include({ stock_quantity: 8, version: 2 });
  });

  it('puts aside what breaks a rule, by line and column, and takes the rest', async () => {
    const lines = [
      'a-pot,A pot,,published,,,,,,POT,-1,,USD,3,',
      'a-pan,A pan,,published,,,,,,PAN,20,,USD,3,',
      'a-lid,A lid,,sold,,,,,,MUG-S,4.555,,EUR,-2,maybe',
    ];
    const { counts, errors, importId } = await bring(shop, `${[HEAD, ...lines].join('\n')}\n`);

    expect(counts).to.deep.equal({ created: 1, updated: 0, unchanged: 0, rejected: 2 });
    expect(errors.map(({ line, column }) => [line, column])).to.deep.equal([
      [2, 'price'],
      [4, 'currency'],
      [4, 'status'],
      [4, 'price'],
      [4, 'stock'],
      [4, 'digital'],
    ]);
    const aside = await rejected(shop, importId);
    expect(aside).to.equal(`${[HEAD, lines[0], lines[2]].join('\n')}\n`);
    const corrected = aside.replace(',-1,', ',15,').replace(',sold,', ',draft,').replace('MUG-S,4.555,,EUR,-2,maybe', 'LID,4.55,,USD,2,no');
    expect((await bring(shop, corrected)).counts).to.deep.equal({ created: 2, updated: 0, unchanged: 0, rejected: 0 });
  });

  it('shows pictures that are kept here, tells of them, and names those that are not', async () => {
    const images = shop.container.get(TOKENS.imageStore);
    const [front, back] = [await images.keep({ bytes: await aPicture() }), await images.keep({ bytes: await aPicture() })];
    const told = (...urls: string[]) =>
      `{"slug":"tin-mug","images":${JSON.stringify(urls.map((url) => ({ url })))},"variants":[{"sku":"MUG-S"}]}`;
    const events = async (): Promise<string[]> =>
      (await shop.knex<{ type: string }>('outbox').where('type', 'like', 'product.image%').orderBy('id')).map(({ type }) => type);

    expect((await bring(shop, told(front, back), { format: 'jsonl' })).counts.updated).to.equal(1);
    expect((await bring(shop, told(front, back), { format: 'jsonl' })).counts.unchanged).to.equal(1);
    expect((await bring(shop, told(back), { format: 'jsonl' })).counts.updated).to.equal(1);

    const { body } = await shop.anyone.get('/api/products/tin-mug');
    expect((body as { images: { url: string; alt: string }[] }).images.map(({ url, alt }) => [url, alt])).to.deep.equal([
      [back, 'Tin mug'],
    ]);
    expect(await events()).to.deep.equal(['product.image_attached', 'product.image_attached', 'product.image_detached']);
    const { errors } = await bring(shop, told(back, 'https://elsewhere.example/a.png'), { format: 'jsonl' });
    expect(errors.map(({ line, column, code }) => [line, column, code])).to.deep.equal([[1, 'images[1].url', 'unknown']]);
  });

  it('exports what imports to the same', async () => {
    const csv = await exported(shop);
    expect((await bring(shop, csv)).counts).to.deep.equal({ created: 0, updated: 0, unchanged: 5, rejected: 0 });
    expect((await bring(shop, await exported(shop, 'jsonl'), { format: 'jsonl' })).counts).to.deep.equal({
      created: 0,
      updated: 0,
      unchanged: 5,
      rejected: 0,
    });
    expect(await exported(shop)).to.equal(csv);
  });

  it('says in a dry run what would happen, and changes nothing', async () => {
    const before = await exported(shop);
    const text = `${HEAD}\nx-ray,X,,published,Nobody,New > Place,new tag,,,X-RAY,1,,USD,1,\ny,Y,,published,,,,,,X-RAY,1,,USD,,\nz,Z,,,,,,,,POT,x,,,,\n`;

    const dry = await bring(shop, text, { isDryRun: true });
    expect(dry.counts).to.deep.equal({ created: 1, updated: 0, unchanged: 0, rejected: 2 });
    expect(await exported(shop)).to.equal(before);
    expect(await shop.knex('brands').where({ name: 'Nobody' })).to.deep.equal([]);
    const wet = await bring(shop, text);
    expect(wet.errors).to.deep.equal(dry.errors);
    expect(wet.counts).to.deep.equal(dry.counts);
  });

  for (const [what, bytes, words] of [
    ['Latin-1', Buffer.from(`${HEAD}\ncafe,Café,,,,,,,,C,1,,,,\n`, 'latin1'), /Line 2: .*UTF-8/],
    ['UTF-16 without its mark', Buffer.from(`${HEAD}\n`, 'utf16le'), /UTF-8/],
    ['a column that means nothing', Buffer.from('slug,title,prise\na,b,1\n'), /prise/],
    ['a separator that means nothing', Buffer.from('slug^title^price\na^b^1\n'), /comma, a semicolon or a tab/],
    ['a quote that is not closed', Buffer.from('slug,title,price\na,b,1\nb,"c,2\n'), /quote/],
    ['nothing', Buffer.from(''), /empty/],
  ] as const)
    it(`refuses a file of ${what} as a whole, in plain words`, async () => {
      const before = await exported(shop);
      expect(String(await rejection(bring(shop, bytes)))).to.match(words);
      expect(await exported(shop)).to.equal(before);
    });

  for (const [what, encode] of [
    ['UTF-8 with its mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16 with its mark', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['semicolons', (text: string) => Buffer.from(text.replaceAll(',', ';'))],
    ['tabs and the line ends of Windows', (text: string) => Buffer.from(text.replaceAll(',', '\t').replaceAll('\n', '\r\n'))],
  ] as const)
    it(`reads ${what}`, async () => {
      const text = 'sku,title,price\nENC,Crème 🍮,5\n';
      const { errors } = await bring(shop, encode(text));
      expect(errors).to.deep.equal([]);
      expect(await exported(shop)).to.include('Crème 🍮');
    });

  it('takes pictures that are kept here, and neither strange ones nor smaller copies, which go with their picture', async () => {
    const images = shop.container.get(TOKENS.imageStore);
    const url = await images.keep({ bytes: await aPicture('png', 400, 300) });
    await images.makeSizes(url);
    const [copy] = imageSizes(url);
    const jug = (sku: string, address: string) =>
      JSON.stringify({ title: 'Jug', slug: `jug-${sku}`, status: 'draft', images: [{ url: address }], variants: [{ sku, price: 5 }] });
    const text = [jug('jug-1', copy!.url), jug('jug-2', 'media/nobodys.webp'), jug('jug-3', url)].join('\n');

    const { counts, errors } = await bring(shop, text, { format: 'jsonl' });
    expect(errors.map(({ line, column }) => [line, column])).to.deep.equal([
      [1, 'images[0].url'],
      [2, 'images[0].url'],
    ]);
    expect(counts).to.deep.equal({ created: 1, updated: 0, unchanged: 0, rejected: 2 });
  });
});
