import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';

/** The rooms where the rules of the shop are: what happens there has been seen to happen in a test. */
export const COVERED = ['src/domain', 'src/application'];
/** Per cent of the lines of each room. */
export const THRESHOLD = 90;

const posix = (path) => path.split(sep).join('/');

/** Files that are nothing at run time (ports, events, views): nobody can load them, so nobody can cover them. */
function typesOnly(root) {
  const files = COVERED.flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((file) => posix(join(folder, file))));
  return files.filter((file) => {
    if (!file.endsWith('.ts')) return false;
    const { outputText } = ts.transpileModule(readFileSync(join(root, file), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true, removeComments: true },
    });
    return outputText.trim() === 'export {};';
  });
}

/** What c8 is told: every file of the covered rooms counts, also one that no test loads. */
export function coverageOptions(root, reports = join(root, 'coverage')) {
  return [
    '--all',
    '--reporter=json-summary',
    '--reporter=lcovonly',
    `--reports-dir=${reports}`,
    `--temp-directory=${join(reports, 'v8')}`,
    ...COVERED.map((folder) => `--include=${folder}/**/*.ts`),
    ...typesOnly(root).map((file) => `--exclude=${file}`),
  ];
}

/** The verdict on what c8 counted: a line for each room, and what is too low. */
export function judgeCoverage(root, reports = join(root, 'coverage')) {
  const counted = join(reports, 'coverage-summary.json');
  if (!existsSync(counted)) return { passed: false, lines: ['nothing was counted'] };
  const summary = JSON.parse(readFileSync(counted, 'utf8'));
  const files = Object.entries(summary)
    .filter(([name]) => name !== 'total')
    .map(([name, { lines }]) => ({ name: posix(relative(root, name)), total: lines.total, covered: lines.covered }));
  const rooms = COVERED.map((folder) => {
    const inside = files.filter(({ name }) => name.startsWith(`${folder}/`));
    const sum = (key) => inside.reduce((total, file) => total + file[key], 0);
    return { folder, files: inside.length, percent: percent(sum('covered'), sum('total')) };
  });
  const failed = rooms.filter((room) => room.files === 0 || room.percent < THRESHOLD);
  const worst = files
    .filter((file) => failed.some(({ folder }) => file.name.startsWith(`${folder}/`)) && percent(file.covered, file.total) < THRESHOLD)
    .sort((a, b) => b.total - b.covered - (a.total - a.covered))
    .slice(0, 15);
  return {
    passed: failed.length === 0,
    lines: [
      ...rooms.map((room) => `${room.folder}: ${room.percent.toFixed(1)} % of lines in ${room.files} files (at least ${THRESHOLD} %)`),
      ...worst.map(
        (file) => `  ${file.name}: ${percent(file.covered, file.total).toFixed(1)} %, ${file.total - file.covered} lines not seen`,
      ),
    ],
  };
}

const percent = (part, whole) => (whole === 0 ? 0 : (100 * part) / whole);
