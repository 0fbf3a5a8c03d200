import { createHash } from 'node:crypto';
import type { Mailer, MailRequest, MailTemplate } from '../../application/notification/ports/mailer.js';
import type { MailTransport } from './mail-transport.js';
import type { SentMails } from './sent-mails.js';
import { letterOf } from './templates/letter-of.js';
import { renderLetter } from './templates/render-letter.js';

/** Somebody else is sending this very mail: whether it got out is known in a moment. */
class MailBeingSent extends Error {
  constructor(key: string) {
    super(`The mail ${key} is being sent by somebody else`);
    this.name = 'MailBeingSent';
  }
}

/**
 * Claims a mail, sends it, and remembers that it went out, without a transaction that would wait for a mail server. A process that
 * dies between the last two steps makes the mail go out twice rather than never, and both copies carry the same Message-ID.
 */
export class OnceOnlyMailer implements Mailer {
  constructor(
    private readonly sentMails: SentMails,
    private readonly transport: MailTransport,
    private readonly shop: { readonly name: string; readonly mailDomain: string },
  ) {}

  async send<Template extends MailTemplate>({ to, template, key, contents }: MailRequest<Template>): Promise<void> {
    const claim = await this.sentMails.claim(key);
    if (claim === 'sent') return;
    if (claim === 'busy') throw new MailBeingSent(key);
    try {
      const letter = letterOf(template, await contents(), this.shop.name);
      const messageId = `<${createHash('sha256').update(key).digest('hex').slice(0, 32)}@${this.shop.mailDomain}>`;
      await this.transport.deliver({ to, template, messageId, subject: letter.subject, ...renderLetter(letter, this.shop.name) });
    } catch (error) {
      await this.sentMails.letGo(key).catch(() => undefined);
      throw error;
    }
    await this.sentMails.sent(key);
  }
}
