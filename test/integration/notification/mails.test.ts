import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { SMTPServer } from 'smtp-server';
import type { MailRequest } from '../../../src/application/notification/ports/mailer.js';
import { ConfirmByMailOnOrderConfirmed } from '../../../src/application/notification/confirm-by-mail-on-order-confirmed.js';
import type { EventHandler } from '../../../src/application/shared/event-handler.js';
import type { DomainEvent } from '../../../src/domain/shared/domain-event.js';
import { eventJobs } from '../../../src/infrastructure/jobs/event-jobs.js';
import { GraphileEventWorker } from '../../../src/infrastructure/jobs/graphile-event-worker.js';
import { ConfiguredShopLinks } from '../../../src/infrastructure/notification/configured-shop-links.js';
import { FileMailTransport } from '../../../src/infrastructure/notification/file-mail-transport.js';
import type { MailTransport, WrittenMail } from '../../../src/infrastructure/notification/mail-transport.js';
import { OnceOnlyMailer } from '../../../src/infrastructure/notification/once-only-mailer.js';
import { SmtpMailTransport } from '../../../src/infrastructure/notification/smtp-mail-transport.js';
import { SqlSentMails } from '../../../src/infrastructure/persistence/notification/sql-sent-mails.js';
import { SqlOrderQueries } from '../../../src/infrastructure/persistence/order/sql-order-queries.js';
import { OutboxRelay } from '../../../src/infrastructure/persistence/outbox/outbox-relay.js';
import { KnexUnitOfWork } from '../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { PoolSql } from '../../../src/infrastructure/persistence/shared/sql.js';
import { PinoLogger } from '../../../src/infrastructure/system/pino-logger.js';
import { UuidGenerator } from '../../../src/infrastructure/system/uuid-generator.js';
import { mailerContract } from '../../contract/mailer.contract.js';
import { anOrder, NOON } from '../../support/builders/an-order.js';
import { eventually } from '../../support/eventually.js';
import { rejection } from '../../support/rejection.js';
import { testDatabase } from '../../support/test-database.js';

const SHOP = { name: 'Alder & Quay', mailDomain: 'shop.example' };
const FROM = { name: 'Alder & Quay', address: 'shop@shop.example' };
const silent = new PinoLogger('silent');

/** Takes mails, slowly, or refuses them. */
class Letterbox implements MailTransport {
  readonly mails: WrittenMail[] = [];
  isDown = false;

  async deliver(mail: WrittenMail): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (this.isDown) throw new Error('Connection refused');
    this.mails.push(mail);
  }
}

const arrived = (key: string, to = 'ada@example.com'): MailRequest<'order-delivered'> => ({
  to,
  template: 'order-delivered',
  key,
  contents: () => Promise.resolve({ name: 'Ada', number: 'P-1' }),
});

describe('Sending mails', function () {
  this.timeout(40_000);
  const database = testDatabase();
  const sentMails = () => new SqlSentMails(new PoolSql(database.knex));

  describe('once only', () => {
    mailerContract(() => {
      const letterbox = new Letterbox();
      return {
        mailer: new OnceOnlyMailer(sentMails(), letterbox, SHOP),
        sent: () => Promise.resolve(letterbox.mails.length),
        setDown: (isDown) => {
          letterbox.isDown = isDown;
        },
      };
    });

    it('lets one of 20 at once send it; the others are told to look again', async () => {
      const letterbox = new Letterbox();
      const mailer = new OnceOnlyMailer(sentMails(), letterbox, SHOP);
      const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => mailer.send(arrived('parallel'))));

      expect(letterbox.mails).to.have.length(1);
      expect(outcomes.filter(({ status }) => status === 'rejected')).to.have.length.greaterThan(0);
      await mailer.send(arrived('parallel'));
      expect(letterbox.mails).to.have.length(1);
    });

    it('sends what a process that died had only claimed, under the same Message-ID', async () => {
      const letterbox = new Letterbox();
      const mailer = new OnceOnlyMailer(sentMails(), letterbox, SHOP);
      await sentMails().claim('crashed');
      expect(await rejection(mailer.send(arrived('crashed')))).to.be.instanceOf(Error);
      await database
        .knex('sent_mails')
        .where({ key: 'crashed' })
        .update({ claimed_until: new Date(0) });
      await mailer.send(arrived('crashed'));

      expect(letterbox.mails[0]?.messageId).to.match(/^<[0-9a-f]{32}@shop\.example>$/);
    });
  });

  describe('to files', () => {
    let folder = '';
    before(async () => (folder = await mkdtemp(join(tmpdir(), 'portico-mails-'))));
    after(() => rm(folder, { recursive: true, force: true }));

    it('writes what mail programs open, named by time and template', async () => {
      const mailer = new OnceOnlyMailer(sentMails(), new FileMailTransport(join(folder, 'mail'), FROM, () => NOON, silent), SHOP);
      await mailer.send(arrived('file'));

      const [name = '', ...others] = await readdir(join(folder, 'mail'));
      expect(others).to.deep.equal([]);
      expect(name).to.match(/^2026-01-31T12-00-00-000Z-order-delivered-[0-9a-f]{8}\.eml$/);
      const mail = await readFile(join(folder, 'mail', name), 'utf8');
      expect(mail)
        .to.match(/^From: "?Alder & Quay"? <shop@shop\.example>$/m)
        .and.to.match(/^To: ada@example\.com$/m);
      expect(mail).to.match(/^Subject: Your order P-1 from Alder & Quay has arrived$/m);
      expect(mail).to.include('text/plain').and.to.include('text/html');
    });
  });

  describe('by SMTP', () => {
    const taken: { readonly to: readonly string[]; readonly text: string }[] = [];
    let server: SMTPServer | undefined;
    const listenOn = (port: number): Promise<number> =>
      new Promise((resolve) => {
        server = new SMTPServer({
          authOptional: true,
          disabledCommands: ['STARTTLS'],
          onData: (stream, session, done) => {
            const chunks: Buffer[] = [];
            stream.on('data', (chunk: Buffer) => chunks.push(chunk));
            stream.on('end', () => {
              taken.push({ to: session.envelope.rcptTo.map(({ address }) => address), text: Buffer.concat(chunks).toString() });
              done();
            });
          },
        });
        server.listen(port, '127.0.0.1', () => resolve((server?.server.address() as AddressInfo).port));
      });
    const close = () => new Promise<void>((resolve) => server?.close(() => resolve()));
    after(close);

    it('keeps a mail for later while the mail server is away, and sends it once when it is back (NTF-04)', async () => {
      const port = await listenOn(0);
      await close();
      const transport = new SmtpMailTransport(`smtp://127.0.0.1:${port}`, FROM);
      const mailer = new OnceOnlyMailer(sentMails(), transport, SHOP);
      expect(await rejection(mailer.send(arrived('smtp')))).to.be.instanceOf(Error);
      expect(await rejection(mailer.send(arrived('smtp')))).to.be.instanceOf(Error);

      await listenOn(port);
      await mailer.send(arrived('smtp'));
      await mailer.send(arrived('smtp'));
      await transport.close();

      expect(taken.map(({ to }) => to)).to.deep.equal([['ada@example.com']]);
      expect(taken[0]?.text).to.include('Message-ID: <').and.to.include('multipart/alternative');
    });
  });

  describe('about an order', () => {
    const workers: GraphileEventWorker[] = [];
    afterEach(() => Promise.all(workers.splice(0).map((worker) => worker.stop(5_000))));

    /** Does the work, and then loses its answer, now and then. */
    const forgetful = (handler: EventHandler): EventHandler => {
      let times = 0;
      return {
        name: handler.name,
        on: handler.on,
        handle: async (event: DomainEvent, eventId: string) => {
          await handler.handle(event, eventId);
          if ((times += 1) % 2 === 1) throw new Error('The answer was lost');
        },
      };
    };

    it('confirms it once: told twice, tried again, by two workers (NTF-01)', async () => {
      const unitOfWork = new KnexUnitOfWork(database.knex, new UuidGenerator());
      await unitOfWork.run(async ({ orders }) => {
        const order = anOrder();
        order.confirm({ paymentId: null }, NOON);
        await orders.save(order);
      });
      // As if the webhook and the request had both finished it.
      await database.knex.raw(
        `insert into outbox (id, type, aggregate_id, occurred_at, payload)
         select gen_random_uuid(), type, aggregate_id, occurred_at, payload from outbox where type = 'order.confirmed'`,
      );
      const letterbox = new Letterbox();
      const handler = forgetful(
        new ConfirmByMailOnOrderConfirmed(
          new SqlOrderQueries(new PoolSql(database.knex)),
          new ConfiguredShopLinks('https://api.example', null),
          new OnceOnlyMailer(sentMails(), letterbox, SHOP),
        ),
      );
      for (let count = 0; count < 2; count += 1) {
        workers.push(new GraphileEventWorker([handler], silent, { url: database.url, pollMs: 100 }));
      }
      await workers[0]?.prepare();
      const relay = new OutboxRelay(database.knex, eventJobs([handler]));
      await Promise.all([relay.relay(), relay.relay()]);
      for (const worker of workers) worker.start();
      const jobs = database.knex('graphile_worker._private_jobs');
      await eventually('both jobs are done', async () => {
        await database.knex.raw('update graphile_worker._private_jobs set run_at = now() where locked_at is null');
        return (await jobs.clone().select('id')).length === 0;
      });

      expect(letterbox.mails).to.have.length(1);
      expect(letterbox.mails[0]).to.include({ to: 'ada@example.com', subject: 'Your order P-7K3M-9QXD at Alder & Quay' });
      expect(letterbox.mails[0]?.text).to.include('30.00 USD');
    });
  });
});
