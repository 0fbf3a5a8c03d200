/**
 * The tests: `npm test`, `npm test -- test/unit/domain/cart`, `npm test -- --grep CART-01`, `npm test -- --coverage`.
 * What mocha understands is handed to mocha. Nothing run is a failure too.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildIfNeeded } from './build.mjs';
import { binary, node, ROOT } from './run.mjs';

/** mocha's options whose value may stand apart: what follows one of them is no file. */
const TAKES_A_VALUE = ['-g', '--grep', '-f', '--fgrep', '-t', '--timeout', '-s', '--slow', '-j', '--jobs', '-R', '--reporter', '--retries'];

/** Each brings a pool of connections for every database it opens. */
const MOST_JOBS = 4;

const args = process.argv.slice(2);
const coverage = args.includes('--coverage');
const rest = args.filter((arg) => arg !== '--coverage');
const specs = rest.filter((arg, place) => !arg.startsWith('-') && !TAKES_A_VALUE.includes(rest[place - 1]));
const options = rest.filter((arg) => !specs.includes(arg));

const isFolder = (spec) => statSync(resolve(ROOT, spec), { throwIfNoEntry: false })?.isDirectory() ?? false;
const asked = specs.length > 0 ? specs : ['test'];
// Files share nothing but the database server, so whole folders run side by side; a single file is easier to watch alone.
const sideBySide = asked.some(isFolder) && !options.some((option) => /^--(no-)?parallel$|^-p$|^--jobs|^-j/.test(option));
const jobs = Math.min(MOST_JOBS, availableParallelism());

const patterns = asked.map((spec) => (isFolder(spec) ? `${spec.replace(/[\\/]+$/, '')}/**/*.test.ts` : spec));
const counts = join(mkdtempSync(join(tmpdir(), 'portico-test-')), 'counts.json');
const mocha = [
  binary('mocha'),
  '--exit',
  '--reporter=scripts/test-reporter.mjs',
  `--reporter-option=counts=${counts}`,
  ...(sideBySide && jobs > 1 ? ['--parallel', `--jobs=${jobs}`] : []),
  ...options,
  ...patterns.map((pattern) => `--spec=${pattern}`),
];
// A password hash that takes a quarter of a second is right in the shop and wrong in a thousand tests.
const env = { NODE_ENV: 'test', BCRYPT_COST: '4' };
if (sideBySide) {
  // Many tests start servers of their own: built once, each opens in a third of the time.
  await buildIfNeeded();
  env.SHOP_IS_BUILT = 'yes';
}

let failed;
if (coverage) {
  const { coverageOptions, judgeCoverage } = await import('./coverage.mjs');
  rmSync(join(ROOT, 'coverage'), { recursive: true, force: true });
  // Not run by c8 itself: it would count as soon as mocha has ended, while the workers are still writing down what they saw.
  const { code } = await node(mocha, { env: { ...env, NODE_V8_COVERAGE: join(ROOT, 'coverage', 'v8') }, withChildren: true });
  await node([binary('c8'), 'report', ...coverageOptions(ROOT)]);
  const { passed, lines } = judgeCoverage(ROOT);
  rmSync(join(ROOT, 'coverage', 'v8'), { recursive: true, force: true });
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
