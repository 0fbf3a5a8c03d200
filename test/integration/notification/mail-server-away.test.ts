import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { SMTPServer } from 'smtp-server';
import type { CustomerId } from '../../../src/domain/shared/ids.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { SmtpMailTransport } from '../../../src/infrastructure/notification/smtp-mail-transport.js';
import { eventually } from '../../support/eventually.js';
import { Market } from '../../support/market.js';
import { signUp } from '../../support/sign-in.js';
import { startShop } from '../../support/shop.js';

describe('While the mail server is away', function () {
  this.timeout(60_000);
  const received: string[] = [];
  let server: SMTPServer;
  let port = 0;

  const listenOn = (wanted: number): Promise<void> =>
    new Promise((resolve) => {
      server = new SMTPServer({
        authOptional: true,
        disabledCommands: ['STARTTLS'],
        onData: (stream, session, done) => {
          stream.on('data', () => undefined);
          stream.on('end', () => {
            received.push(...session.envelope.rcptTo.map(({ address }) => address));
            done();
          });
        },
      });
      server.listen(wanted, '127.0.0.1', () => {
        ({ port } = server.server.address() as AddressInfo);
        resolve();
      });
    });
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));

  before(async () => {
    await listenOn(0);
    await close();
  });
  const shop = startShop({}, (container) => {
    const from = { name: 'Portico', address: 'shop@portico.example' };
    container.rebind(TOKENS.mailTransport).toConstantValue(new SmtpMailTransport(`smtp://127.0.0.1:${port}`, from));
  });
  before(() => shop.container.get(TOKENS.worker).start());
  after(async () => {
    await shop.container.get(TOKENS.worker).stop(5_000);
    await close();
  });

  it('people buy as ever; their mails go out later, once (NTF-04)', async () => {
    const market = new Market(shop);
    const { client, accountId, email } = await signUp(shop);
    await market.moveIn(accountId as CustomerId);
    await market.fillCart(accountId as CustomerId, [[await market.ware(), 1]]);
    expect((await client.post('/api/orders/checkout', { payment_token: 'tok_success' })).status).to.equal(201);

    const desk = shop.container.get(TOKENS.jobDesk);
    await eventually('the mail failed and waits', async () => (await desk.list()).length > 0);
    expect(await desk.list()).to.have.length(1);
    expect((await desk.list())[0]).to.include({ handler: 'confirm-by-mail-on-order-confirmed', hasGivenUp: false });
    expect((await client.get('/api/orders/')).body[0]).to.include({ status: 'confirmed', payment_status: 'paid' });

    await listenOn(port);
    await desk.retry((await desk.list()).map(({ id }) => id));
    await eventually('no job is left', async () => (await shop.knex('graphile_worker._private_jobs').select('id')).length === 0);
    expect(received).to.deep.equal([email]);
  });
});
