/**
 * Writes the pages of `docs/` that are drawn from the code: the schema, the state machines, the codes. `--check` writes nothing and fails
 * when one is not current; a folder may be named instead of `docs/`. The database is one of its own on the server that DATABASE_URL names,
 * else on an embedded one that lives as long as this takes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFreshDatabase } from './docs/fresh-database.js';
import { currentPages, DOCS, staleIn } from './docs/pages.js';

const args = process.argv.slice(2);
const folder = args.find((arg) => !arg.startsWith('-')) ?? DOCS;

const pages = await withFreshDatabase(process.env['DATABASE_URL'], currentPages);
const stale = staleIn(folder, pages);
if (args.includes('--check')) {
  for (const name of stale) console.error(`docs/${name} is not what the code says any more: run npm run docs`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  mkdirSync(folder, { recursive: true });
  for (const name of stale) writeFileSync(join(folder, name), pages.get(name) ?? '');
  console.log(stale.length > 0 ? `Written: ${stale.join(', ')}` : 'All pages were current');
}
