import { readdirSync, statSync } from 'node:fs';
import { expect } from 'chai';
import sharp from 'sharp';
import type { DemoShopContent } from '../../../../src/application/demo/ports/demo-catalogue.js';
import { JsonDemoCatalogue } from '../../../../src/infrastructure/demo/json-demo-catalogue.js';
import { rejection } from '../../../support/rejection.js';

const FOLDER = 'docs/demo';
const isUnique = (values: readonly string[]) => new Set(values).size === values.length;

describe('The demo shop', () => {
  const catalogue = new JsonDemoCatalogue(FOLDER, 'USD');
  let shop: DemoShopContent;

  before(async () => {
    shop = await catalogue.read();
  });

  it('has something to look at: products, categories on two levels, brands, choices', () => {
    expect(shop.products.length).to.be.greaterThan(63);
    expect(shop.categories.length).to.be.greaterThan(7);
    expect(shop.categories.every(({ children }) => children.length > 1)).to.equal(true);
    expect(shop.brands.length).to.be.greaterThan(9);
    expect(shop.products.filter(({ variants }) => variants.length > 1).length).to.be.greaterThan(5);
  });

  it('names nothing that is not there, and nothing twice', () => {
    const leaves = shop.categories.flatMap(({ children }) => children.map(({ name }) => name));
    expect(
      shop.products.filter(({ categories }) => categories.length === 0 || categories.some((name) => !leaves.includes(name))),
    ).to.deep.equal([]);
    expect(shop.products.filter(({ brand }) => !shop.brands.includes(brand))).to.deep.equal([]);
    expect(isUnique(leaves)).to.equal(true);
    expect(isUnique(shop.products.map(({ title }) => title))).to.equal(true);
    expect(isUnique(shop.products.flatMap(({ variants }) => variants.map(({ sku }) => sku)))).to.equal(true);
    for (const category of leaves)
      expect(
        shop.products.some(({ categories }) => categories.includes(category)),
        category,
      ).to.equal(true);
  });

  it('says something different and honest of each product', () => {
    expect(isUnique(shop.products.map(({ description }) => description))).to.equal(true);
    for (const { title, description } of shop.products) expect(description.length, title).to.be.within(90, 400);
  });

  it('offers every variant by all of its options', () => {
    for (const { title, options, variants } of shop.products) {
      const names = options.map(({ name }) => name);
      for (const variant of variants) expect(Object.keys(variant.options), title).to.deep.equal(names);
      const combinations = options.reduce((count, { values }) => count * values.length, 1);
      expect(variants.length, title).to.equal(combinations);
    }
  });

  it('asks sensible prices, and marks down from higher ones', () => {
    for (const { title, variants } of shop.products) {
      for (const { price, compareAtPrice } of variants) {
        expect(price.minor, title).to.be.within(500, 50_000);
        if (compareAtPrice) expect(compareAtPrice.isMoreThan(price), title).to.equal(true);
      }
    }
    expect(shop.products.filter(({ variants }) => variants.some(({ compareAtPrice }) => compareAtPrice)).length).to.be.greaterThan(3);
  });

  it('has low stock and no stock among the rest', () => {
    const stocks = shop.products.map(({ variants }) => variants.reduce((sum, { stock }) => sum + stock, 0));
    expect(stocks.filter((stock) => stock === 0).length).to.be.within(1, 3);
    expect(stocks.filter((stock) => stock > 0 && stock < 6).length).to.be.greaterThan(2);
  });

  it('can be priced in a currency without cents', async () => {
    const { products } = await new JsonDemoCatalogue(FOLDER, 'JPY').read();
    expect(products.find(({ title }) => title === 'Stovetop Moka Pot')?.variants[0]?.price.toDecimal()).to.equal('36');
  });

  it('has a drawing of its own for every product, and none left over', () => {
    const drawings = readdirSync(`${FOLDER}/pictures`);
    expect(drawings.map((file) => file.replace(/\.svg$/, ''))).to.have.members(shop.products.map(({ picture }) => picture.name));
    for (const file of drawings) expect(statSync(`${FOLDER}/pictures/${file}`).size, file).to.be.lessThan(6_145);
  });

  it('renders a drawing as a picture that the shop would accept', async () => {
    const { format, width, height } = await sharp(await catalogue.picture('tideline-mug')).metadata();
    expect({ format, width, height }).to.deep.equal({ format: 'png', width: 1000, height: 1000 });
  });

  it('reads nothing but its drawings', async () => {
    expect(await rejection(catalogue.picture('../catalogue'))).to.be.instanceOf(Error);
  });
});
