import type { MailContents, Mailer, MailRequest, MailTemplate } from '../../../src/application/notification/ports/mailer.js';

export interface FakeMail {
  readonly to: string;
  readonly template: MailTemplate;
  readonly contents: MailContents[MailTemplate];
}

/** Keeps what it was told to send; `isDown` makes it refuse everything. */
export class InMemoryMailer implements Mailer {
  readonly sent = new Map<string, FakeMail>();
  isDown = false;

  async send<Template extends MailTemplate>({ to, template, key, contents }: MailRequest<Template>): Promise<void> {
    if (this.sent.has(key)) return;
    const written = await contents();
    if (this.isDown) throw new Error('The mail server does not answer');
    this.sent.set(key, { to, template, contents: written });
  }
}
