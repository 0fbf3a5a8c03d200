import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Logger } from '../../application/shared/ports/logger.js';
import type { MailTransport, WrittenMail } from './mail-transport.js';
import type { Sender } from './sender.js';

/** Puts each mail into a folder as an `.eml` file that mail programs open; its name begins with the time and tells the template. */
export class FileMailTransport implements MailTransport {
  readonly #composer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });

  constructor(
    private readonly folder: string,
    private readonly from: Sender,
    private readonly now: () => Date,
    private readonly logger: Logger,
  ) {}

  async deliver({ template, ...mail }: WrittenMail): Promise<void> {
    const date = this.now();
    const { message } = await this.#composer.sendMail({ ...mail, from: this.from, date });
    const name = `${date.toISOString().replace(/[:.]/g, '-')}-${template}-${mail.messageId.slice(1, 9)}.eml`;
    const file = join(this.folder, name);
    await mkdir(this.folder, { recursive: true });
    // Whoever watches the folder never sees half a mail.
    await writeFile(`${file}.part`, message as Buffer);
    await rename(`${file}.part`, file);
    this.logger.info('A mail was written', { file, template });
  }
}
