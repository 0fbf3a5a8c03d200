import { createServer, type Server } from 'node:http';
import { expect } from 'chai';
import { ForgetAddress } from '../../../src/application/shipping/forget-address.js';
import { MoveShipment } from '../../../src/application/shipping/move-shipment.js';
import { ReviseAddress } from '../../../src/application/shipping/revise-address.js';
import { SaveAddress } from '../../../src/application/shipping/save-address.js';
import { TrackShipping } from '../../../src/application/shipping/track-shipping.js';
import { SYSTEM } from '../../../src/domain/order/order-state.js';
import { id, type CustomerId, type OrderId } from '../../../src/domain/shared/ids.js';
import { SqlOrderQueries } from '../../../src/infrastructure/persistence/order/sql-order-queries.js';
import { isOutage } from '../../../src/infrastructure/persistence/shared/database-faults.js';
import { KnexUnitOfWork } from '../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { PoolSql } from '../../../src/infrastructure/persistence/shared/sql.js';
import { SqlShippingQueries } from '../../../src/infrastructure/persistence/shipping/sql-shipping-queries.js';
import { PinoLogger } from '../../../src/infrastructure/system/pino-logger.js';
import { SystemClock } from '../../../src/infrastructure/system/system-clock.js';
import { UuidGenerator } from '../../../src/infrastructure/system/uuid-generator.js';
import { createApp } from '../../../src/interfaces/http/app.js';
import { openApiDocument } from '../../../src/interfaces/http/openapi/document.js';
import { AddressController } from '../../../src/interfaces/http/shipping/address-controller.js';
import { ReadyAnswers } from '../../../src/interfaces/http/shared/ready-answers.js';
import { ShippingController } from '../../../src/interfaces/http/shipping/shipping-controller.js';
import { anOrder, NOON } from '../../support/builders/an-order.js';
import { ContractCheck } from '../../support/contract-check.js';
import { Client } from '../../support/shop.js';
import { CALM, ROOM_ENOUGH, UNLIMITED } from '../../support/fakes/calm.js';
import { testDatabase } from '../../support/test-database.js';

const NEW_YORK = { address_line1: '1 Main St', city: 'New York', state: 'NY', postal_code: '10001', country: 'US' };
const ADDRESSES = '/api/shippings/addresses';

/** The shipping routes on a database, with callers who say who they are. */
describe('The shipping routes', () => {
  const database = testDatabase();
  const ids = new UuidGenerator();
  let server: Server;
  let anyone: Client;
  const left: OrderId[] = [];

  const someone = (role = 'customer') => {
    const accountId = ids.next<CustomerId>();
    return { accountId, client: anyone.with({ 'x-account': accountId, 'x-role': role }) };
  };
  const store = () => new KnexUnitOfWork(database.knex, ids);

  before(async () => {
    const sql = new PoolSql(database.knex);
    const buyers = { find: async () => ({ email: 'ada@example.com', name: 'Ada Lovelace', isVerified: true }) };
    const queries = new SqlShippingQueries(sql);
    const stock = { ship: async (order: OrderId) => void left.push(order) };
    const move = new MoveShipment({ run: (work) => store().run((scope) => work({ ...scope, stock })) }, new SystemClock(), ids);
    const controllers = [
      new AddressController(new SaveAddress(store(), buyers, ids), new ReviseAddress(store(), buyers), new ForgetAddress(store()), queries),
      new ShippingController(move, new TrackShipping(new SqlOrderQueries(sql), queries)),
    ];
    const app = createApp({
      settings: { ownOrigins: [], corsOrigins: [], isSecure: false, trustProxy: 0, ...ROOM_ENOUGH, isOutage, isDraining: () => false },
      controllers,
      authenticate: async (ctx) => {
        const accountId = ctx.get('x-account');
        return accountId ? { accountId: id(accountId), sessionId: id('s'), roles: [ctx.get('x-role') as 'customer' | 'admin'] } : undefined;
      },
      limiter: UNLIMITED,
      pressure: CALM,
      keepReply: () => Promise.resolve(),
      answers: new ReadyAnswers({ subscribe: () => undefined, isCurrent: () => false }, 0),
      logger: new PinoLogger('silent'),
      meter: { began: () => undefined, ended: () => undefined },
    });
    const handle = app.callback();
    server = createServer((request, response) => void handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const document = openApiDocument(controllers, { shopName: 'Test', version: '0', serverUrl: 'http://localhost' });
    anyone = new Client(server, new ContractCheck(document));
  });
  after(() => new Promise((resolve) => server.close(resolve)));

  describe('for addresses', () => {
    it('keep a book: add, read, change, delete', async () => {
      const { client, accountId } = someone();
      const added = await client.post(ADDRESSES, { ...NEW_YORK, phone: '+1 212', address_line2: '', id: 'mine', user_id: 'theirs' });
      expect(added.status).to.equal(201);
      expect(added.headers['location']).to.equal(`${ADDRESSES}/${added.body.id}`);
      expect(added.body).to.deep.include({ ...NEW_YORK, user_id: accountId, name: 'Ada Lovelace', address_line2: null });
      expect(added.body).to.include({ is_default_shipping: true, is_default_billing: true });

      const one = `${ADDRESSES}/${added.body.id}`;
      expect((await client.get(one)).body).to.deep.equal(added.body);
      expect((await client.patch(one, { city: 'Albany' })).body).to.deep.equal({ ...added.body, city: 'Albany' });
      expect((await client.put(one, { phone: null })).body).to.deep.equal({ ...added.body, city: 'Albany', phone: null });
      expect((await client.put(one, { phone: null })).status).to.equal(200);

      const list = await client.get(ADDRESSES);
      expect(list.body).to.have.lengthOf(1);
      expect(list.headers['x-total-count']).to.equal('1');
      expect((await client.delete(one)).status).to.equal(204);
      expect((await client.delete(one)).status).to.equal(404);
      expect((await client.get(ADDRESSES)).body).to.deep.equal([]);
    });

    it('move a default and never have two (ACC-16)', async () => {
      const { client } = someone();
      const first = (await client.post(ADDRESSES, NEW_YORK)).body;
      const second = (await client.post(ADDRESSES, { ...NEW_YORK, is_default_shipping: true })).body;
      expect(second).to.include({ is_default_shipping: true, is_default_billing: false });
      await client.patch(`${ADDRESSES}/${first.id}`, { ...first, is_default_billing: false });
      await Promise.all([
        client.patch(`${ADDRESSES}/${first.id}`, { is_default_billing: true }),
        client.patch(`${ADDRESSES}/${second.id}`, { is_default_billing: true }),
      ]);

      const list = (await client.get(ADDRESSES)).body as { is_default_shipping: boolean; is_default_billing: boolean }[];
      expect(list.filter((address) => address.is_default_shipping)).to.have.lengthOf(1);
      expect(list.filter((address) => address.is_default_billing)).to.have.lengthOf(1);
      expect((await client.get(`${ADDRESSES}?limit=1`)).body).to.have.lengthOf(1);
    });

    it("do not admit that somebody else's address exists (ACC-16)", async () => {
      const address = (await someone().client.post(ADDRESSES, NEW_YORK)).body;
      const { client } = someone();
      for (const path of [`${ADDRESSES}/${address.id}`, `${ADDRESSES}/${ids.next<OrderId>()}`, `${ADDRESSES}/7`]) {
        for (const answer of [
          await client.get(path),
          await client.patch(path, { city: 'X' }),
          await client.put(path, {}),
          await client.delete(path),
        ]) {
          expect(answer.status).to.equal(404);
          expect(answer.body.code).to.equal('address.not_found');
        }
      }
    });

    it('say which fields are missing for the country', async () => {
      const { client } = someone();
      const refused = await client.post(ADDRESSES, { city: 'Pune', country: 'India', pin_code: '4110' });
      expect(refused.status).to.equal(422);
      expect(refused.body.code).to.equal('request.invalid');
      expect(refused.body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)).to.deep.equal([
        'address_line1 required',
        'state required',
        'postal_code format',
      ]);
      const accepted = await client.post(ADDRESSES, {
        address_line1: '4 MG Road',
        city: 'Pune',
        state: 'MH',
        country: 'India',
        pin_code: '411001',
      });
      expect(accepted.status).to.equal(201);
      expect(accepted.body).to.include({ country: 'IN', postal_code: '411001' });
      const emptied = await client.patch(`${ADDRESSES}/${accepted.body.id}`, { country: 'Ireland', state: '', postal_code: '' });
      expect(emptied.body).to.include({ country: 'IE', state: null, postal_code: null });
    });

    it('refuse what is no address at all', async () => {
      const { client } = someone();
      expect((await client.post(ADDRESSES, {})).status).to.equal(422);
      expect((await client.post(ADDRESSES, { ...NEW_YORK, postal_code: 10001 })).status).to.equal(422);
      expect((await client.post(ADDRESSES, { ...NEW_YORK, country: 'Atlantis' })).status).to.equal(422);
      expect((await client.post(ADDRESSES, { ...NEW_YORK, city: 'x'.repeat(101) })).status).to.equal(422);
      expect((await client.post(ADDRESSES, { ...NEW_YORK, city: 'New\u0000York' })).body.city).to.equal('New York');
      expect((await client.get(`${ADDRESSES}?limit=0`)).status).to.equal(422);
    });

    it('ask who is calling', async () => {
      expect((await anyone.get(ADDRESSES)).status).to.equal(401);
      expect((await anyone.post(ADDRESSES, NEW_YORK)).status).to.equal(401);
    });
  });

  describe('for the status of an order', () => {
    const place = async (customerId: CustomerId, isConfirmed = true): Promise<string> => {
      const orderId = ids.next<OrderId>();
      const order = anOrder({ id: orderId, customerId, cartId: ids.next(), number: `P-${orderId.slice(-9)}` });
      if (isConfirmed) order.confirm({ paymentId: null, by: SYSTEM }, NOON);
      await store().run(({ orders }) => orders.save(order));
      return orderId;
    };
    const status = (orderId: string) => `/api/shippings/status/${orderId}`;

    it('tell it from the order to the door', async () => {
      const { accountId, client } = someone();
      const { client: admin, accountId: clerk } = someone('admin');
      const orderId = await place(accountId);
      const waiting = await client.get(status(orderId));
      expect(waiting.status).to.equal(200);
      expect(waiting.body).to.include({ order_id: orderId, status: 'pending', carrier: null, tracking_url: null });
      expect(waiting.body.history).to.deep.equal([]);

      const shipped = await admin.patch(status(orderId), { status: 'shipped', carrier: 'UPS', tracking_number: '1Z999' });
      expect(shipped.status).to.equal(200);
      expect(shipped.body).to.include({ status: 'shipped', tracking_url: 'https://www.ups.com/track?tracknum=1Z999' });
      expect(shipped.body.history.at(-1)).to.include({ from: 'pending', to: 'shipped', by: 'admin', user_id: clerk });
      expect(left).to.include(orderId);

      const corrected = await admin.put(status(orderId), { status: 'shipped', tracking_number: '1Z111' });
      expect(corrected.body).to.include({ status: 'shipped', carrier: 'UPS', tracking_number: '1Z111' });
      expect((await admin.put(status(orderId), { status: 'delivered' })).body.status).to.equal('delivered');

      const told = await client.get(status(orderId));
      expect(told.body.history.map(({ to }: { to: string }) => to)).to.deep.equal(['pending', 'shipped', 'shipped', 'delivered']);
      expect(told.body.history.map(({ user_id }: { user_id: unknown }) => user_id)).to.deep.equal([null, null, null, null]);
      expect((await store().run(({ orders }) => orders.find(id(orderId))))?.status).to.equal('completed');
    });

    it("do not admit that somebody else's order exists (ORD-08)", async () => {
      const orderId = await place(someone().accountId);
      const { client } = someone();
      for (const path of [status(orderId), status(ids.next<OrderId>()), status('7')]) {
        const answer = await client.get(path);
        expect(answer.status).to.equal(404);
        expect(answer.body.code).to.equal('order.not_found');
      }
      expect((await someone('admin').client.get(status(orderId))).status).to.equal(200);
    });

    it('are moved by admins only', async () => {
      const { accountId, client } = someone();
      const orderId = await place(accountId);
      expect((await client.patch(status(orderId), { status: 'shipped' })).status).to.equal(403);
      expect((await anyone.patch(status(orderId), { status: 'shipped' })).status).to.equal(401);
    });

    it('refuse what cannot be', async () => {
      const { client: admin } = someone('admin');
      const { accountId } = someone();
      const codeOf = async (orderId: string, body: object) => {
        const { status: answered, body: problem } = await admin.patch(status(orderId), body);
        return `${answered} ${problem.code}`;
      };
      expect(await codeOf(await place(accountId, false), { status: 'shipped' })).to.equal('409 order.not_confirmed');
      const orderId = await place(accountId);
      expect(await codeOf(orderId, { status: 'cancelled' })).to.equal('409 shipping.use_cancel');
      expect(await codeOf(orderId, { status: 'delivered' })).to.equal('409 shipping.illegal_transition');
      expect(await codeOf(orderId, { status: 'lost' })).to.equal('422 request.invalid');
      expect(await codeOf(orderId, {})).to.equal('422 request.invalid');
      expect(await codeOf(orderId, { status: 'shipped', carrier: 'x'.repeat(81) })).to.equal('422 request.invalid');
      expect(await codeOf(ids.next<OrderId>(), { status: 'shipped' })).to.equal('404 order.not_found');
    });
  });
});
