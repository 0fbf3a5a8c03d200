import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ImagesUnavailable } from '../../domain/catalogue/image-errors.js';
import { MediaPlaceRefused, type MediaFile, type MediaFiles } from './media-files.js';

const AT_A_TIME = 500;
const DRAFT = /^\.[0-9a-f]{16}\.draft$/;

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;
const isGone = (error: unknown): boolean => codeOf(error) === 'ENOENT';

/** A full or broken disk is the shop's trouble, not the caller's; the log gets to know the cause. */
const unavailable = (error: unknown): never => {
  throw new ImagesUnavailable(error);
};

/** Files in one folder, which is made when it is first written to. */
export class DiskMediaFiles implements MediaFiles {
  constructor(private readonly folder: string) {}

  /** Also when the power fails: nobody reads half a file. */
  async write(name: string, content: Uint8Array): Promise<void> {
    const draft = join(this.folder, `.${randomBytes(8).toString('hex')}.draft`);
    try {
      await mkdir(this.folder, { recursive: true });
      const file = await open(draft, 'wx', 0o644);
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, join(this.folder, name));
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      unavailable(error);
    }
  }

  async find(name: string): Promise<MediaFile | undefined> {
    const path = join(this.folder, name);
    const found = await stat(path).catch((error: unknown) => (isGone(error) ? undefined : unavailable(error)));
    return found?.isFile() ? { bytes: found.size, read: () => createReadStream(path) } : undefined;
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.folder, name), { force: true }).catch(unavailable);
  }

  async *olderThan(moment: Date): AsyncIterable<readonly string[]> {
    const folder = await opendir(this.folder).catch((error: unknown) => (isGone(error) ? undefined : unavailable(error)));
    if (!folder) return;
    let names: string[] = [];
    for await (const entry of folder) {
      const found = entry.isFile() ? await stat(join(this.folder, entry.name)).catch(() => undefined) : undefined;
      if (!found || found.mtime >= moment) continue;
      if (DRAFT.test(entry.name)) await this.remove(entry.name);
      else names.push(entry.name);
      if (names.length < AT_A_TIME) continue;
      yield names;
      names = [];
    }
    if (names.length > 0) yield names;
  }

  async check(): Promise<void> {
    const draft = join(this.folder, `.${randomBytes(8).toString('hex')}.draft`);
    try {
      await mkdir(this.folder, { recursive: true });
      await (await open(draft, 'wx')).close();
      await rm(draft, { force: true });
    } catch (error) {
      throw new MediaPlaceRefused(`Pictures cannot be written to ${this.folder} (${String(codeOf(error))}): see MEDIA_URL`, error);
    }
  }
}
