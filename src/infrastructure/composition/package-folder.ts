import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('There is no package.json above this file');
    folder = parent;
  }
  return folder;
}

/** The package that this file is in, whether it runs from `src` or from `dist`. */
export const PACKAGE_FOLDER = packageFolder();
