import { copyFile, mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Copies a folder and makes sure that it is on the disk; what vanishes meanwhile was not needed. Links are not followed.
 * @param isWanted is asked with paths below `from`, with `/` between names.
 */
export async function copyTree(from: string, to: string, isWanted: (path: string) => boolean = () => true, below = ''): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  const entries = await readdir(from, { withFileTypes: true }).catch(gone([]));
  for (const entry of entries) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (!isWanted(path)) continue;
    if (entry.isDirectory()) await copyTree(join(from, entry.name), join(to, entry.name), isWanted, path);
    else if (entry.isFile()) await copyDurably(join(from, entry.name), join(to, entry.name)).catch(gone(undefined));
  }
}

async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const file = await open(to, 'r+');
  await file.sync().finally(() => file.close());
}

const gone =
  <Value>(instead: Value) =>
  (error: NodeJS.ErrnoException): Value => {
    if (error.code === 'ENOENT') return instead;
    throw error;
  };
