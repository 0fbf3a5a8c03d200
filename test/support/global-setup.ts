import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { dropTemplate, killTestServer, RUN_FOLDER, RUN_NAME } from './test-server.js';

/** A worker that has more than a second's worth of coverage to write is asked to go once more: it goes when it has written it. */
if (process.env['NODE_V8_COVERAGE'] !== undefined && process.send !== undefined) process.on('SIGTERM', () => undefined);

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
