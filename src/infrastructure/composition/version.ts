import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package that this file is in, whether it runs from `src` or from `dist`. */
function packageVersion(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    try {
      return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
    } catch {
      const parent = dirname(folder);
      if (parent === folder) return '0.0.0';
      folder = parent;
    }
  }
}

export const VERSION = packageVersion();
