import { mkdir, rename, writeFile } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Logger } from '../../application/shared/ports/logger.js';
import { emlOf } from './eml.js';
import type { MailTransport, WrittenMail } from './mail-transport.js';
import type { Sender } from './sender.js';

// Those with a callback: a file handle as an object costs more than the mail.
const [makeFolder, write, move] = [promisify(mkdir), promisify(writeFile), promisify(rename)];

/** Puts each mail into a folder as an `.eml` file that mail programs open; its name begins with the time and tells the template. */
export class FileMailTransport implements MailTransport {
  constructor(
    private readonly folder: string,
    private readonly from: Sender,
    private readonly now: () => Date,
    private readonly logger: Logger,
  ) {}

  async deliver(mail: WrittenMail): Promise<void> {
    const date = this.now();
    const name = `${date.toISOString().replace(/[:.]/g, '-')}-${mail.template}-${mail.messageId.slice(1, 9)}.eml`;
    const file = join(this.folder, name);
    await this.#write(`${file}.part`, emlOf(mail, this.from, date));
    // Whoever watches the folder never sees half a mail.
    await move(`${file}.part`, file);
    this.logger.info('A mail was written', { file, template: mail.template });
  }

  /** The folder is made when it is missed. */
  async #write(file: string, text: string): Promise<void> {
    try {
      await write(file, text);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      await makeFolder(this.folder, { recursive: true });
      await write(file, text);
    }
  }
}
