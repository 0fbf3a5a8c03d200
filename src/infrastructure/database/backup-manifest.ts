import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** What a backup says of itself, written last: a folder without it is half a backup. */
export interface Manifest {
  readonly format: 1;
  readonly portico: string;
  /** ISO 8601. */
  readonly finishedAt: string;
  /** Data folders of PostgreSQL are of one major version and one kind of machine. */
  readonly postgres: string;
  readonly platform: string;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

const NAME = 'manifest.json';

export const PLATFORM = `${process.platform}-${process.arch}`;

/** This folder cannot be restored from; the message says why. */
export class BadBackup extends Error {
  constructor(reason: string) {
    super(`This is no backup that can be restored: ${reason}`);
    this.name = 'BadBackup';
  }
}

/** Everything in the folder but the manifest, in the order of names, with `/` on every system. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    )
    .filter((path) => path !== NAME)
    .sort();
}

async function digestOf(file: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** @returns how many files there are, and their bytes. */
export async function writeManifest(
  folder: string,
  about: Pick<Manifest, 'portico' | 'postgres' | 'finishedAt'>,
): Promise<{ readonly files: number; readonly bytes: number }> {
  const files: { path: string; bytes: number; sha256: string }[] = [];
  for (const path of await filesIn(folder)) files.push({ path, ...(await digestOf(join(folder, path))) });
  const manifest: Manifest = { format: 1, platform: PLATFORM, ...about, files };
  await writeFile(join(folder, NAME), `${JSON.stringify(manifest, undefined, 1)}\n`, { flush: true });
  return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** @throws BadBackup when a file is missing, was changed, or was not there when the backup was made. */
export async function checkedManifest(folder: string): Promise<Manifest> {
  const manifest = await readFile(join(folder, NAME), 'utf8').then(
    (text) => JSON.parse(text) as Manifest,
    () => undefined,
  );
  if (manifest?.format !== 1) throw new BadBackup(`${folder} has no ${NAME} that this version can read`);
  if (manifest.platform !== PLATFORM) throw new BadBackup(`it was made on ${manifest.platform}, and this is ${PLATFORM}`);
  const there = await filesIn(folder);
  const known = new Map(manifest.files.map((file) => [file.path, file]));
  const stray = there.find((path) => !known.has(path));
  if (stray !== undefined) throw new BadBackup(`${stray} was not there when it was made`);
  for (const { path, bytes, sha256 } of manifest.files) {
    const found = await digestOf(join(folder, path)).catch(() => undefined);
    if (found === undefined) throw new BadBackup(`${path} is missing`);
    if (found.bytes !== bytes || found.sha256 !== sha256) throw new BadBackup(`${path} is not as it was when it was made`);
  }
  return manifest;
}
