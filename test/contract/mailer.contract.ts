import { expect } from 'chai';
import type { Mailer, MailRequest } from '../../src/application/notification/ports/mailer.js';
import { rejection } from '../support/rejection.js';

export interface MailerWorld {
  readonly mailer: Mailer;
  /** How many mails have left so far. */
  sent(): Promise<number>;
  /** Whether mails can leave. */
  setDown(isDown: boolean): void;
}

let made = 0;
const aMail = (parts: Partial<MailRequest<'order-delivered'>> = {}): MailRequest<'order-delivered'> => ({
  to: 'ann@example.com',
  template: 'order-delivered',
  key: `order-delivered:${(made += 1)}`,
  contents: () => Promise.resolve({ name: 'Ann', number: 'P-1' }),
  ...parts,
});

/** What every Mailer promises, whatever stands behind it. */
export function mailerContract(create: () => MailerWorld): void {
  describe('as a Mailer', () => {
    it('sends a mail once, however often it is asked to', async () => {
      const { mailer, sent } = create();
      const before = await sent();
      const mail = aMail();
      await mailer.send(mail);
      await mailer.send(mail);
      await mailer.send(aMail());

      expect((await sent()) - before).to.equal(2);
    });

    it('asks for the contents only when the mail is about to leave', async () => {
      const { mailer } = create();
      const mail = aMail();
      await mailer.send(mail);
      await mailer.send({ ...mail, contents: () => Promise.reject(new Error('asked again')) });
    });

    it('says so when a mail cannot leave, and sends it when it is asked again', async () => {
      const { mailer, sent, setDown } = create();
      const before = await sent();
      const mail = aMail();
      setDown(true);
      expect(await rejection(mailer.send(mail))).to.be.instanceOf(Error);
      setDown(false);
      await mailer.send(mail);

      expect((await sent()) - before).to.equal(1);
    });
  });
}
