/**
 * Starts the shop: `all` (the API and the jobs in one process, the default), `api`, `worker`, or `cli` and a command.
 * Builds first when it has to. The server then runs in this very process, so that Ctrl-C and SIGTERM reach it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const ENTRIES = { all: 'main.js', api: 'http/main.js', worker: 'worker/main.js', cli: 'cli/main.js' };

/** Where new objects live doubles up to 32 MB whenever much is made at once, and a start makes much once: it may grow when there is load. */
const GROWS_AFTER_MS = 5_000;
setFlagsFromString('--semi-space-growth-factor=1');
setTimeout(() => setFlagsFromString('--semi-space-growth-factor=2'), GROWS_AFTER_MS).unref();

const [role = 'all', ...args] = process.argv.slice(2);
const entry = ENTRIES[role];

const fault = await whatIsMissing();
if (fault !== undefined) {
  console.error(fault);
  process.exitCode = 1;
} else {
  const main = join(ROOT, 'dist', 'src', 'interfaces', entry);
  process.argv.splice(1, Infinity, main, ...args);
  await import(pathToFileURL(main).href);
}

async function whatIsMissing() {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const needed = engines.node.replace('>=', '');
  if (isOlder(process.versions.node, needed)) {
    return `Portico needs Node ${needed} or newer; this is ${process.versions.node}. See https://nodejs.org`;
  }
  if (entry === undefined) return `"${role}" cannot be started: it is one of ${Object.keys(ENTRIES).join(', ')}`;
  if (!existsSync(join(ROOT, 'node_modules', 'koa'))) return 'The packages are not installed yet: run "npm ci" first';
  // A production install has no compiler: what is built is what runs.
  if (!existsSync(join(ROOT, 'node_modules', 'typescript'))) {
    return existsSync(join(ROOT, 'dist')) ? undefined : 'There is nothing built to start: run "npm ci" with its development packages';
  }
  const { buildIfNeeded } = await import('./build.mjs');
  return buildIfNeeded().then(
    () => undefined,
    (error) => error.message,
  );
}

function isOlder(version, needed) {
  const [have, want] = [version, needed].map((text) => [...text.split('.').map(Number), 0, 0].slice(0, 3));
  const differs = [0, 1, 2].find((place) => have[place] !== want[place]);
  return differs !== undefined && have[differs] < want[differs];
}
