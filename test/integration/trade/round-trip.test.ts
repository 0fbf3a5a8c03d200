import { expect } from 'chai';
import fc from 'fast-check';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { Money } from '../../../src/domain/shared/money.js';
import { startShop, type Shop } from '../../support/shop.js';

type Format = 'csv' | 'jsonl';

/** What files, spreadsheets and databases stumble over. */
const ODD = [
  ...`aB é ß 東 🍮 👩‍🚀 " ' , ; | > \\ = + - @ & % _ * . / # \t \n \r\n   {}[]`.split(' '),
  ' ',
  '  ',
  '\u200b',
  "'=",
  '\\|',
  '""',
];
const odd = (maxLength: number) => fc.array(fc.constantFrom(...ODD), { minLength: 1, maxLength }).map((parts) => parts.join(''));
const named = (maxLength: number) => odd(maxLength).map((text) => `n${text}`);
const onOneLine = (maxLength: number) => named(maxLength).map((text) => text.replace(/\p{Cc}/gu, '·'));

const choices = fc
  .uniqueArray(onOneLine(4), { maxLength: 4 })
  .chain((names) =>
    fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), fc.uniqueArray(onOneLine(4), { minLength: 1, maxLength: 3 })))),
  )
  .map((options) => options.map(([name, values]) => ({ name, values })));

const variantsOf = (currency: string, options: readonly { name: string; values: string[] }[]) =>
  fc
    .uniqueArray(fc.tuple(...options.map(({ values }) => fc.nat(values.length - 1))), {
      minLength: 1,
      maxLength: 5,
      selector: (combination) => combination.join(),
    })
    .chain((combinations) =>
      fc.tuple(
        ...combinations.map((combination) =>
          fc.record({
            options: fc.constant(Object.fromEntries(options.map(({ name, values }, place) => [name, values[combination[place] ?? 0]]))),
            price: fc.nat(10_000_000).map((minor) => Money.of(minor, currency).toDecimal()),
            compare_at_price: fc.option(fc.nat(10_000_000).map((minor) => Money.of(minor, currency).toDecimal())),
            stock: fc.option(fc.nat(1_000)),
            digital: fc.boolean(),
          }),
        ),
      ),
    );

const catalogue = (currency: string) =>
  fc.array(
    choices.chain((options) =>
      fc.record({
        title: named(12),
        description: odd(30),
        status: fc.constantFrom('draft', 'published', 'archived'),
        brand: fc.option(named(5)),
        categories: fc.array(fc.array(named(4), { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
        tags: fc.array(named(4), { maxLength: 3 }),
        options: fc.constant(options),
        variants: variantsOf(currency, options),
      }),
    ),
    { minLength: 1, maxLength: 12 },
  );

async function bring(shop: Shop, text: string, format: Format): Promise<void> {
  const file = shop.container.get(TOKENS.tradeFormats).read(format, async function* () {
    // In pieces that end in the middle of letters.
    const bytes = Buffer.from(text);
    for (let start = 0; start < bytes.length; start += 777) yield bytes.subarray(start, start + 777);
  });
  const errors: unknown[] = [];
  const told = (progress: { errors: readonly unknown[] }): void => void errors.push(...progress.errors);
  const { total, created } = await shop.container
    .get(TOKENS.importFile)
    .execute({ file, fileName: 'a', isDryRun: false, resumes: false, told });
  expect(errors).to.deep.equal([]);
  expect(created).to.equal(total);
}

async function written(shop: Shop, format: Format): Promise<string> {
  let text = '';
  for await (const piece of await shop.container.get(TOKENS.exportProducts).execute({ format })) text += piece;
  return text;
}

const empty = (shop: Shop): Promise<unknown> => shop.knex.raw('truncate products, brands, tags, categories, catalogue_imports cascade');

const escaped = (path: readonly string[]): string => path.map((name) => name.replace(/[\\>]/g, '\\$&')).join(' > ');

describe('A catalogue that is exported and imported into an empty shop', () => {
  for (const currency of ['USD', 'JPY', 'KWD']) {
    describe(`in ${currency}`, () => {
      const shop = startShop({ CURRENCY: currency, SHIPPING_RATES: 'standard:0,express:10' });

      it('is exported from there to the same bytes', async function () {
        this.timeout(60_000);
        await fc.assert(
          fc.asyncProperty(catalogue(currency), async (products) => {
            const lines = products.map((product) => JSON.stringify({ ...product, categories: product.categories.map(escaped), currency }));
            await empty(shop);
            await bring(shop, `${lines.join('\n')}\n`, 'jsonl');
            const before = { csv: await written(shop, 'csv'), jsonl: await written(shop, 'jsonl') };
            for (const format of ['csv', 'jsonl'] as const) {
              await empty(shop);
              await bring(shop, before[format], format);
              expect(await written(shop, 'csv')).to.equal(before.csv);
              expect(await written(shop, 'jsonl')).to.equal(before.jsonl);
            }
          }),
          { numRuns: 6 },
        );
      });
    });
  }
});
