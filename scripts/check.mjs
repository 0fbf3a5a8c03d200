/**
 * Everything that must hold before a change is on main, one line each. All gates run, also after one has failed.
 * The tests run once, with their coverage counted; `--no-tests` leaves them to somebody else.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binary, node, ROOT } from './run.mjs';

const has = (file) => existsSync(join(ROOT, file));
const typescript = (file, ...args) => ['--import', 'tsx', file, ...args];

const GATES = [
  ['types', () => quietly(binary('typescript', 'tsc'), '--noEmit')],
  ['rules and layout', () => quietly('scripts/lint.mjs', '--fresh')],
  ['imports', () => quietly(binary('dependency-cruiser', 'depcruise'), 'src', 'migrations', '--config', '.dependency-cruiser.cjs')],
  ['migrations', () => quietly('scripts/check-migrations.mjs')],
  ['dead code', () => quietly(binary('knip'), '--no-progress')],
  ...(has('scripts/docs.ts') ? [['docs are current', () => quietly(...typescript('scripts/docs.ts', '--check'))]] : []),
  ['containers', () => quietly(...typescript('scripts/check-deploy.ts'))],
  ...(has('scripts/openapi.ts') ? [['OpenAPI document', lintDocument]] : []),
  ...(process.argv.includes('--no-tests') ? [] : [['tests and coverage', () => node(['scripts/test.mjs', '--coverage'])]]),
];

const failed = [];
for (const [name, gate] of GATES) {
  const started = Date.now();
  const { code, output = '' } = await gate();
  if (code !== 0) failed.push(name);
  if (code !== 0 && output !== '') console.log(output.trimEnd());
  console.log(`${code === 0 ? '✔' : '✘'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(', ')}`);
  process.exitCode = 1;
}

function quietly(...args) {
  return node(args, { quiet: true });
}

/** The document as the API serves it, by the rules in redocly.yaml. */
async function lintDocument() {
  const written = await quietly(...typescript('scripts/openapi.ts'));
  if (written.code !== 0) return written;
  const folder = join(ROOT, 'node_modules', '.cache', 'portico');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'openapi.json');
  writeFileSync(file, written.stdout);
  return node([binary('@redocly/cli', 'redocly'), 'lint', file, '--config', 'redocly.yaml'], {
    quiet: true,
    env: { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  });
}
