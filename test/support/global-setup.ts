import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { dropTemplate, killTestServer, RUN_FOLDER, RUN_NAME } from './test-server.js';

/**
 * Coverage is counted in the workers alone. The servers that tests start run what was built, which c8 would take for other versions of
 * the same files. A worker that has more than a second's worth to write is asked to go a second time: it goes when it has written it.
 */
if (process.send !== undefined && process.env['NODE_V8_COVERAGE'] !== undefined) {
  delete process.env['NODE_V8_COVERAGE'];
  process.on('SIGTERM', () => undefined);
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A place for this run's server; the server itself starts when a test first asks for it. */
export function mochaGlobalSetup(): void {
  const folder = mkdtempSync(join(tmpdir(), 'portico-tests-'));
  chmodSync(folder, 0o755);
  process.env[RUN_FOLDER] = folder;
  process.env[RUN_NAME] = basename(folder).replace(/\W/g, '_').toLowerCase();
  process.once('exit', () => killTestServer(folder));
  for (const signal of SIGNALS) process.once(signal, () => process.exit(130));
}

export async function mochaGlobalTeardown(): Promise<void> {
  await dropTemplate();
}
