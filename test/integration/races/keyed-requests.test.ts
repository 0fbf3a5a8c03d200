import { expect } from 'chai';
import type { Response } from 'supertest';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import type { KnexUnitOfWork } from '../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { Market } from '../../support/market.js';
import { aPicture } from '../../support/pictures.js';
import { startShop, type Client } from '../../support/shop.js';
import { aCustomer, anAdmin } from '../../support/sign-in.js';

const TIMES = 20;
const HOME = { address_line1: '1 Market St', city: 'San Francisco', state: 'CA', postal_code: '94105', country: 'US' };

describe('Requests with an Idempotency-Key', function () {
  this.timeout(30_000);
  /** Where the process ends, as far as the next request is concerned: in the transaction, or right behind its commit. */
  let powerCut: 'before the commit' | 'behind the commit' | undefined;
  const shop = startShop({}, (container) => {
    const real = container.get(TOKENS.unitOfWork);
    const run: KnexUnitOfWork['run'] = async (work, claim) => {
      if (!claim || powerCut === undefined) return real.run(work, claim);
      const isEarly = powerCut === 'before the commit';
      const { caller, key, fingerprint } = claim;
      powerCut = undefined;
      await real.run(
        async (scope) => {
          const result = await work(scope);
          if (isEarly) throw new Error('power cut');
          return result;
        },
        { caller, key, fingerprint },
      );
      throw new Error('power cut');
    };
    container.rebind(TOKENS.unitOfWork).toConstantValue({ run } as KnexUnitOfWork);
  });
  const market = new Market(shop);
  let keys = 0;
  const aKey = (): string => `key-${(keys += 1)}`;
  const keyed = (client: Client, key = aKey()): Client => client.with({ 'Idempotency-Key': key });
  const isReplay = ({ headers }: Response): boolean => headers['idempotent-replayed'] === 'true';
  const codeOf = ({ status, body }: Response): string => `${status} ${(body as { code?: string }).code ?? ''}`.trim();
  const idOf = ({ body }: Response): string => (body as { id: string }).id;
  const quantityOf = async (client: Client): Promise<number> =>
    ((await client.get('/api/carts')).body as { total_quantity: number }).total_quantity;
  const addressesOf = async (client: Client): Promise<number> => ((await client.get('/api/shippings/addresses')).body as unknown[]).length;

  /** One ran; of the others each has its answer, or was told to wait. */
  const haveOneEffect = (responses: readonly Response[], status: number): void => {
    const answered = responses.filter((response) => response.status === status);
    const waiting = responses.filter((response) => codeOf(response) === '409 idempotency.in_progress');
    expect(answered.length + waiting.length, responses.map(codeOf).join()).to.equal(TIMES);
    expect(answered.filter((response) => !isReplay(response))).to.have.length(1);
    expect(new Set(answered.map(({ text }) => text)).size, 'different answers').to.equal(1);
    for (const { headers } of waiting) expect(headers['retry-after']).to.match(/^[1-9]/);
  };
  const atOnce = (send: () => Promise<Response>): Promise<Response[]> => Promise.all(Array.from({ length: TIMES }, send));

  describe('twenty times at once', () => {
    it('put things in a cart once (IDM-01)', async () => {
      const [client, { productId }] = [await aCustomer(shop), await market.ware()];
      const once = keyed(client);

      haveOneEffect(await atOnce(() => once.post('/api/carts/add', { product_id: productId, quantity: 2 })), 200);

      expect(await quantityOf(client)).to.equal(2);
    });

    it('save one address (IDM-01)', async () => {
      const client = await aCustomer(shop);
      const once = keyed(client);

      haveOneEffect(await atOnce(() => once.post('/api/shippings/addresses', HOME)), 201);

      expect(await addressesOf(client)).to.equal(1);
    });

    it('make one product (IDM-01)', async () => {
      const once = keyed(await anAdmin(shop));

      haveOneEffect(await atOnce(() => once.post('/api/products', { title: 'Twenty lamps', price: 20 })), 201);

      expect(await shop.knex('products').where({ title: 'Twenty lamps' })).to.have.length(1);
    });

    it('give money back once (IDM-01, PAY-12)', async () => {
      const { client } = await market.shopper([await market.ware(), 1]);
      const order = (await client.post('/api/orders/checkout', {})).body as { payment: { id: string } };
      const once = keyed(await anAdmin(shop));

      haveOneEffect(await atOnce(() => once.post(`/api/admin/payments/${order.payment.id}/refunds`, { amount: 1 })), 201);

      expect(await shop.knex('refunds').where({ payment_id: order.payment.id })).to.have.length(1);
    });
  });

  describe('whose key was used before', () => {
    it('are refused when they ask for something else (IDM-02)', async () => {
      const [client, { productId }, admin] = [await aCustomer(shop), await market.ware(), await anAdmin(shop)];
      const [once, office] = [keyed(client), keyed(admin)];
      await once.post('/api/carts/add', { product_id: productId, quantity: 1 });
      const category = idOf(await admin.post('/api/products/category', { name: 'Lamps' }));
      const other = idOf(await admin.post('/api/products/category', { name: 'Lights' }));
      await office.delete(`/api/products/category/${category}?move_to=${other}`);

      const refused = [
        await once.post('/api/carts/add', { product_id: productId, quantity: 2 }),
        await once.patch(`/api/carts/increase/${productId}`),
        await once.post('/api/shippings/addresses', HOME),
        await office.delete(`/api/products/category/${category}`),
        await office.with({ 'If-Match': '"1"' }).delete(`/api/products/category/${category}?move_to=${other}`),
      ];

      expect(refused.map(codeOf)).to.deep.equal(refused.map(() => '422 idempotency.key_reused'));
      expect(await quantityOf(client)).to.equal(1);
    });

    it('are refused with another picture, and answered with the same (IDM-02)', async () => {
      const once = keyed(await anAdmin(shop));
      const lampWith = async (file: Buffer) =>
        once.form('post', '/api/products', [
          ['title', 'A lamp'],
          ['price', '3'],
          ['image', { file, name: 'a.png', type: 'image/png' }],
        ]);
      const [picture, other] = [await aPicture('png', 40, 30), await aPicture('png', 41, 30)];

      const [first, again, different] = [await lampWith(picture), await lampWith(picture), await lampWith(other)];

      expect([first.status, isReplay(again), again.text]).to.deep.equal([201, true, first.text]);
      expect(codeOf(different)).to.equal('422 idempotency.key_reused');
    });

    it('by somebody else mean their own, and nobody gets what another was answered (IDM-02)', async () => {
      const [ada, bob, key] = [await aCustomer(shop), await aCustomer(shop), aKey()];

      const [hers, his] = [
        await keyed(ada, key).post('/api/shippings/addresses', HOME),
        await keyed(bob, key).post('/api/shippings/addresses', HOME),
      ];
      const nobodys = await keyed(shop.anyone, key).post('/api/shippings/addresses', HOME);

      expect([hers.status, his.status, isReplay(his)]).to.deep.equal([201, 201, false]);
      expect(idOf(hers)).to.not.equal(idOf(his));
      expect(codeOf(nobodys)).to.equal('401 account.not_authenticated');
    });

    it('are new after a day (IDM-06)', async () => {
      const client = await aCustomer(shop);
      const once = keyed(client);
      await once.post('/api/shippings/addresses', HOME);
      await shop.knex('request_claims').update({ claimed_at: shop.knex.raw("claimed_at - interval '25 hours'") });

      const later = await once.post('/api/shippings/addresses', { ...HOME, city: 'Oakland' });

      expect([later.status, isReplay(later)]).to.deep.equal([201, false]);
      expect(await addressesOf(client)).to.equal(2);
    });
  });

  describe('whose process ended', () => {
    it('behind the commit, before a word was said, get the answer all the same (IDM-03)', async () => {
      const [client, { productId }, admin] = [await aCustomer(shop), await market.ware(), await anAdmin(shop)];
      const sends = [
        [keyed(client), (once: Client) => once.post('/api/carts/add', { product_id: productId, quantity: 3 }), 200],
        [keyed(client), (once: Client) => once.post('/api/shippings/addresses', HOME), 201],
        [keyed(admin), (once: Client) => once.post('/api/products', { title: 'A lost lamp', price: 20 }), 201],
      ] as const;
      for (const [once, send, status] of sends) {
        powerCut = 'behind the commit';
        expect(codeOf(await send(once))).to.equal('500 server.error');

        const found = await send(once);

        expect([found.status, isReplay(found)]).to.deep.equal([status, true]);
        if (status === 201) expect(found.headers['location']).to.match(/^\/api\/./);
      }
      expect([await quantityOf(client), await addressesOf(client)]).to.deep.equal([3, 1]);
      expect(await shop.knex('products').where({ title: 'A lost lamp' })).to.have.length(1);
    });

    it('before the commit run when they come again: nothing was kept (IDM-04)', async () => {
      const client = await aCustomer(shop);
      const once = keyed(client);
      powerCut = 'before the commit';
      expect(codeOf(await once.post('/api/shippings/addresses', HOME))).to.equal('500 server.error');
      expect(await addressesOf(client)).to.equal(0);

      const again = await once.post('/api/shippings/addresses', HOME);

      expect([again.status, isReplay(again)]).to.deep.equal([201, false]);
      expect(await addressesOf(client)).to.equal(1);
    });
  });

  it('that were refused leave nothing behind, and may be put right under the same key (IDM-04)', async () => {
    const [client, ware] = [await aCustomer(shop), await market.ware({ stock: 1 })];
    const [once, kept] = [keyed(client), await market.count('request_claims')];
    const add = (quantity: unknown) => once.post('/api/carts/add', { product_id: ware.productId, quantity });

    expect(codeOf(await add('many'))).to.equal('422 request.invalid');
    expect(codeOf(await once.with({ 'Content-Type': 'text/plain' }).send('post', '/api/carts/add', 'lots'))).to.equal(
      '415 request.unsupported_media_type',
    );
    expect(codeOf(await once.post('/api/carts/add', { product_id: ware.productId, quantity: 1, note: 'x'.repeat(110_000) }))).to.equal(
      '413 request.too_large',
    );
    expect(codeOf(await add(2))).to.equal('409 inventory.out_of_stock');
    expect(await market.count('request_claims')).to.equal(kept);
    const put = await add(1);

    expect([put.status, isReplay(put)]).to.deep.equal([200, false]);
  });

  it('run whenever they come when they have none (IDM-05)', async () => {
    const [client, { productId }] = [await aCustomer(shop), await market.ware()];
    for (let time = 0; time < 2; time += 1) {
      const response = await client.post('/api/carts/add', { product_id: productId, quantity: 1 });
      expect([response.status, isReplay(response)]).to.deep.equal([200, false]);
    }
    expect(await quantityOf(client)).to.equal(2);
  });

  it('whose key is no key are refused (IDM-06)', async () => {
    const client = await aCustomer(shop);
    for (const key of ['k'.repeat(256), 'two words', 'one, two']) {
      expect(codeOf(await keyed(client, key).post('/api/shippings/addresses', HOME)), key).to.equal('400 idempotency.bad_key');
    }
    expect((await keyed(client, 'k'.repeat(255)).post('/api/shippings/addresses', HOME)).status).to.equal(201);
  });
});
