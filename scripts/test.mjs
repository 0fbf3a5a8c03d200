/**
 * The tests: `npm test`, `npm test -- test/unit/domain/cart`, `npm test -- --grep CART-01`, `npm test -- --coverage`.
 * What mocha understands is handed to mocha. Nothing run is a failure too.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { binary, node, ROOT } from './run.mjs';

/** mocha's options whose value may stand apart: what follows one of them is no file. */
const TAKES_A_VALUE = ['-g', '--grep', '-f', '--fgrep', '-t', '--timeout', '-s', '--slow', '-j', '--jobs', '-R', '--reporter', '--retries'];

const args = process.argv.slice(2);
const coverage = args.includes('--coverage');
const rest = args.filter((arg) => arg !== '--coverage');
const specs = rest.filter((arg, place) => !arg.startsWith('-') && !TAKES_A_VALUE.includes(rest[place - 1]));
const options = rest.filter((arg) => !specs.includes(arg));

const patterns = (specs.length > 0 ? specs : ['test']).map((spec) =>
  statSync(resolve(ROOT, spec), { throwIfNoEntry: false })?.isDirectory() ? `${spec.replace(/[\\/]+$/, '')}/**/*.test.ts` : spec,
);
const counts = join(mkdtempSync(join(tmpdir(), 'portico-test-')), 'counts.json');
const mocha = [
  binary('mocha'),
  '--exit',
  '--reporter=scripts/test-reporter.mjs',
  `--reporter-option=counts=${counts}`,
  ...options,
  ...patterns.map((pattern) => `--spec=${pattern}`),
];
// A password hash that takes a quarter of a second is right in the shop and wrong in a thousand tests.
const env = { NODE_ENV: 'test', BCRYPT_COST: '4' };

let failed;
if (coverage) {
  const { coverageOptions, judgeCoverage } = await import('./coverage.mjs');
  rmSync(join(ROOT, 'coverage'), { recursive: true, force: true });
  const { code } = await node([binary('c8'), ...coverageOptions(ROOT), process.execPath, ...mocha], { env });
  const { passed, lines } = judgeCoverage(ROOT);
  console.log(`Coverage ${passed ? 'is enough' : 'IS TOO LOW'}\n${lines.map((line) => `  ${line}`).join('\n')}\n`);
  failed = code !== 0 || !passed;
} else {
  failed = (await node(mocha, { env })).code !== 0;
}

const ran = existsSync(counts) ? JSON.parse(readFileSync(counts, 'utf8')) : { passed: 0, failed: 0, skipped: 0 };
rmSync(join(counts, '..'), { recursive: true, force: true });
if (ran.passed + ran.failed === 0) console.error('No test was run.');
console.log(`${ran.passed} passed, ${ran.failed} failed, ${ran.skipped} skipped`);
process.exitCode = failed || ran.passed + ran.failed === 0 ? 1 : 0;
