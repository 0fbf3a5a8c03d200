import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { LoadDemoShopInput, LoadDemoShopOutput } from '../../../src/application/demo/load-demo-shop.js';
import { OpeningSteps } from '../../../src/infrastructure/composition/opening-steps.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { rejection } from '../../support/rejection.js';
import { signUp } from '../../support/sign-in.js';
import { startShop } from '../../support/shop.js';

const ADMIN = { email: 'Boss@Example.com', password: 'blue-kettle-42-horizon' };
const EMBEDDED = { isEmbedded: true };

/** Makes an account, as the real one does, so that the shop is no longer new. */
class Loader {
  readonly asked: LoadDemoShopInput[] = [];
  isInterrupted = false;

  constructor(private readonly openDoor: () => Promise<unknown>) {}

  async execute(input: LoadDemoShopInput): Promise<LoadDemoShopOutput> {
    this.asked.push(input);
    await this.openDoor();
    if (this.isInterrupted) throw new Error('killed');
    return { products: 83, accounts: [{ role: 'customer', email: 'ada@example.com', password: 'shown-once' }] };
  }
}

describe('Opening the shop', () => {
  const shop = startShop();
  let loader: Loader;

  const steps = (given: { admin?: typeof ADMIN | null; demo?: boolean } = {}) =>
    new OpeningSteps(
      { admin: null, demo: true, dataDir: shop.dataDir, ...given },
      shop.knex,
      shop.container.get(TOKENS.poolSql),
      shop.container.get(TOKENS.accountQueries),
      shop.container.get(TOKENS.openAccount),
      loader,
    );
  const unfinished = () => existsSync(join(shop.dataDir, 'demo-shop-unfinished'));

  beforeEach(async () => {
    await shop.knex.raw('truncate accounts cascade');
    loader = new Loader(() => signUp(shop));
  });

  it('fills a new shop once, and shows the passwords with it', async () => {
    expect((await steps().take(EMBEDDED)).join('\n'))
      .to.include('83 products')
      .and.to.include('ada@example.com')
      .and.to.include('shown-once');
    expect(await steps().take(EMBEDDED)).to.deep.equal([]);

    expect(loader.asked).to.deep.equal([{ withAdmin: true }]);
    expect(unfinished()).to.equal(false);
  });

  it('fills it once when two processes open it at the same moment', async () => {
    await Promise.all([steps().take(EMBEDDED), steps().take(EMBEDDED), steps().take(EMBEDDED)]);

    expect(loader.asked).to.have.length(1);
  });

  it('leaves a database that is not its own, or is not wanted full, as it is', async () => {
    expect(await steps().take({ isEmbedded: false })).to.deep.equal([]);
    expect(await steps({ demo: false }).take(EMBEDDED)).to.deep.equal([]);

    expect(loader.asked).to.deep.equal([]);
  });

  it('leaves a shop that somebody has used as it is', async () => {
    await signUp(shop);
    expect(await steps().take(EMBEDDED)).to.deep.equal([]);

    expect(loader.asked).to.deep.equal([]);
  });

  it('goes on at the next start with what was interrupted', async () => {
    loader.isInterrupted = true;
    expect(await rejection(steps().take(EMBEDDED))).to.be.instanceOf(Error);
    expect(unfinished()).to.equal(true);

    loader.isInterrupted = false;
    await steps().take(EMBEDDED);
    expect(loader.asked).to.have.length(2);
    expect(unfinished()).to.equal(false);
  });

  it('makes the admin whom the settings name, once, instead of the demo one', async () => {
    const lines = await steps({ admin: ADMIN }).take(EMBEDDED);
    expect(lines.join('\n')).to.include(ADMIN.email);
    expect(lines.join('\n')).to.not.include(ADMIN.password);
    expect(loader.asked).to.deep.equal([{ withAdmin: false }]);

    expect(await steps({ admin: ADMIN }).take({ isEmbedded: false })).to.deep.equal([]);
    const { status, body } = await shop.anyone.post('/api/account/login', ADMIN);
    expect(status).to.equal(200);
    expect(body.user).to.include({ is_admin: true, is_verified: true });
  });
});
