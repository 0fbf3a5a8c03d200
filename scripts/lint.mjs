/**
 * ESLint's rules and Prettier's layout. `--fix` mends what can be mended; file names narrow it down. What has not changed since it was
 * last found clean is not looked at again, unless `--fresh` asks: a type that changed elsewhere may have made it wrong.
 */
import { binary, node } from './run.mjs';

const args = process.argv.slice(2);
const fix = args.includes('--fix');
const fresh = args.includes('--fresh');
const files = args.filter((arg) => !arg.startsWith('-'));
const targets = files.length > 0 ? files : ['.'];

const eslint = () =>
  node([
    binary('eslint'),
    '--max-warnings=0',
    ...(fresh ? [] : ['--cache', '--cache-strategy=content', '--cache-location=node_modules/.cache/eslint/']),
    ...(fix ? ['--fix'] : []),
    ...targets,
  ]);
const prettier = () =>
  node([
    binary('prettier'),
    fix ? '--write' : '--check',
    '--log-level=warn',
    '--cache',
    '--cache-location=node_modules/.cache/prettier.json',
    '--ignore-unknown',
    ...targets,
  ]);

const [rules, layout] = fix ? [await eslint(), await prettier()] : await Promise.all([eslint(), prettier()]);
if (rules.code !== 0 || layout.code !== 0) {
  console.error(`\nLint: ${rules.code ? 'rules' : ''}${rules.code && layout.code ? ' and ' : ''}${layout.code ? 'layout' : ''} not clean.`);
  if (!fix) console.error('Most of it is mended by: npm run lint -- --fix');
  process.exitCode = 1;
}
