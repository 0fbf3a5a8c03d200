import type { Transporter } from 'nodemailer';
import type { MailTransport, WrittenMail } from './mail-transport.js';
import type { Sender } from './sender.js';

/** Mail servers that are gone must not hold a job for long: it is tried again later. */
const CONNECT_MS = 5_000;
const SILENCE_MS = 15_000;

/** Sends through the mail server that `SMTP_URL` names, over connections that are kept. */
export class SmtpMailTransport implements MailTransport {
  #smtp: Promise<Transporter> | undefined;

  constructor(
    private readonly url: string,
    private readonly from: Sender,
  ) {}

  async deliver({ to, subject, text, html, messageId }: WrittenMail): Promise<void> {
    this.#smtp ??= this.#connect();
    await (await this.#smtp).sendMail({ from: this.from, to, subject, text, html, messageId });
  }

  /** Lets go of the connections. */
  async close(): Promise<void> {
    (await this.#smtp)?.close();
  }

  /** Loaded with the first mail: many processes never send one. */
  async #connect(): Promise<Transporter> {
    const { createTransport } = await import('nodemailer');
    return createTransport({
      url: this.url,
      pool: true,
      maxConnections: 2,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }
}
