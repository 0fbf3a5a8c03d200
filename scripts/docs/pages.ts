import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Knex } from 'knex';
import { createContainer } from '../../src/infrastructure/composition/container.js';
import { TOKENS } from '../../src/infrastructure/composition/tokens.js';
import { readConfig } from '../../src/infrastructure/config/config.js';
import { PinoLogger } from '../../src/infrastructure/system/pino-logger.js';
import { errorCodesPage } from './errors-page.js';
import { postmanCollection, type ApiDocument } from './postman-collection.js';
import { schemaPage } from './schema-page.js';
import { stateMachinesPage } from './state-machines-page.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Where the pages are kept. */
export const DOCS = join(ROOT, 'docs');

/** What the pages have to say today, by file name; `knex` leads to a freshly migrated database. */
export async function currentPages(knex: Knex): Promise<ReadonlyMap<string, string>> {
  const container = createContainer({ config: readConfig({}), knex, logger: new PinoLogger('silent') });
  const sources = join(ROOT, 'src');
  return new Map([
    ['postman.json', `${JSON.stringify(postmanCollection(container.get(TOKENS.apiDocument)() as unknown as ApiDocument), null, 1)}\n`],
    ['errors.md', errorCodesPage(sources, container.getAll(TOKENS.httpController))],
    ['schema.md', await schemaPage(knex)],
    ['state-machines.md', await stateMachinesPage(join(sources, 'domain'))],
  ]);
}

/** The pages in `folder` that say something else, or are not there. */
export function staleIn(folder: string, pages: ReadonlyMap<string, string>): readonly string[] {
  const written = (name: string): string => {
    try {
      return readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
    } catch {
      return '';
    }
  };
  return [...pages].filter(([name, text]) => written(name) !== text).map(([name]) => name);
}
