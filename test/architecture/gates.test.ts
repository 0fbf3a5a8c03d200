import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { ESLint } from 'eslint';

/** For every lint rule that the house counts on: a line that breaks it, as if it stood in a file that exists. */
const SOURCE = 'src/domain/shared/money.ts';
const TEST = 'test/architecture/gates.test.ts';
const PLANTED: readonly (readonly [rule: string, file: string, code: string])[] = [
  ['@typescript-eslint/no-floating-promises', SOURCE, 'export const f = async () => 1;\nexport const g = () => { f(); };'],
  [
    '@typescript-eslint/no-misused-promises',
    SOURCE,
    'export const f = (list: string[]) => { list.forEach(async (x) => { await Promise.resolve(x); }); };',
  ],
  ['@typescript-eslint/await-thenable', SOURCE, 'export const f = async () => { await 1; };'],
  ['@typescript-eslint/return-await', SOURCE, 'export const f = async (p: Promise<1>) => { try { return p; } catch { return 2; } };'],
  ['@typescript-eslint/no-explicit-any', SOURCE, 'export const f = (x: any) => { void x; };'],
  ['@typescript-eslint/no-unsafe-return', SOURCE, "export const f = (): string => JSON.parse('1');"],
  ['@typescript-eslint/consistent-type-imports', SOURCE, "import { DomainError } from './domain-error.js';\nexport type E = DomainError;"],
  [
    '@typescript-eslint/switch-exhaustiveness-check',
    SOURCE,
    "export const f = (x: 'a' | 'b') => { switch (x) { case 'a': return 1; } return 2; };",
  ],
  ['@typescript-eslint/only-throw-error', SOURCE, "export const f = () => { throw 'no'; };"],
  ['@typescript-eslint/no-unused-vars', SOURCE, 'const unused = 1;'],
  ['@typescript-eslint/no-deprecated', SOURCE, "export const f = () => 'abc'.substr(1);"],
  ['@typescript-eslint/ban-ts-comment', SOURCE, '// @ts-ignore\nexport const f: number = 1;'],
  ['no-warning-comments', SOURCE, '// TODO later\nexport const f = 1;'],
  ['no-console', SOURCE, "console.log('here');"],
  ['eqeqeq', SOURCE, 'export const f = (x: unknown) => x == 1;'],
  ['no-restricted-syntax', SOURCE, 'export enum Status { Open }'],
  ['no-restricted-syntax', SOURCE, 'export namespace Status { export const open = 1; }'],
  ['no-restricted-syntax', SOURCE, 'export default 1;'],
  ['no-restricted-syntax', SOURCE, "export * from './domain-error.js';"],
  ['no-restricted-syntax', SOURCE, 'const d = (c: unknown) => { void c; };\n@d export class X {}'],
  ['no-restricted-syntax', SOURCE, "export const f = () => process.env['HOME'];"],
  ['no-restricted-syntax', TEST, "it.only('alone', () => undefined);"],
  ['no-restricted-syntax', TEST, "describe.skip('later', () => undefined);"],
  ['no-restricted-imports', SOURCE, "import { readFileSync } from 'fs';\nexport const f = readFileSync;"],
  ['no-restricted-imports', SOURCE, "import { knex } from 'knex';\nexport const f = knex;"],
];

/** Runs one of our commands, or node itself, somewhere else. */
function run(cwd: string, ...args: readonly string[]): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  return { code: status, output: stdout + stderr };
}

describe('Gates', function () {
  this.timeout(60_000);

  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'portico-gates-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };

  describe('lint', () => {
    const eslint = new ESLint();

    for (const [rule, file, code] of PLANTED) {
      it(`finds ${rule} in: ${code.split('\n').at(-1)}`, async () => {
        const [result] = await eslint.lintText(`${code}\n`, { filePath: resolve(file) });
        expect(result?.messages.map(({ ruleId, message }) => ruleId ?? message)).to.include(rule);
      });
    }

    it('cannot be muted from inside a file', async () => {
      const [result] = await eslint.lintText('/* eslint-disable */\nexport const f = (x: any) => { void x; };\n', {
        filePath: resolve(SOURCE),
      });
      expect(result?.messages.map(({ ruleId }) => ruleId)).to.include('@typescript-eslint/no-explicit-any');
    });
  });

  describe('dead code', () => {
    it('is found: a file, an export, a package that is not used, a package that is not declared', () => {
      copyFileSync('knip.json', join(folder, 'knip.json'));
      write('package.json', JSON.stringify({ name: 'planted', type: 'module', dependencies: { koa: '1.0.0' } }));
      write('tsconfig.json', JSON.stringify({ compilerOptions: { module: 'nodenext', types: [] }, include: ['src'] }));
      write(
        'src/interfaces/main.ts',
        "import { used } from '../domain/cart/cart.js';\nimport undeclared from 'undeclared';\nused(undeclared);\n",
      );
      write('src/domain/cart/cart.ts', 'export const used = (x: unknown) => x;\nexport const forgotten = 1;\n');
      write('src/domain/cart/lonely.ts', 'export const lonely = 1;\n');

      const { code, output } = run(
        folder,
        resolve('node_modules/knip/bin/knip.js'),
        '--no-progress',
        '--no-config-hints',
        '--reporter=json',
      );

      expect(code).to.equal(1);
      const { issues } = JSON.parse(output) as { issues: readonly Record<string, readonly { name: string }[]>[] };
      const found = (kind: string): readonly string[] => issues.flatMap((issue) => issue[kind] ?? []).map(({ name }) => name);
      expect(found('files')).to.deep.equal(['src/domain/cart/lonely.ts']);
      expect(found('exports')).to.deep.equal(['forgotten']);
      expect(found('dependencies')).to.deep.equal(['koa']);
      expect(found('unlisted')).to.deep.equal(['undeclared']);
    });
  });

  describe('coverage', () => {
    const judge = (): { readonly code: number | null; readonly output: string } => {
      write('src/application/buy.ts', 'export const buy = () => 1;\n');
      write('src/application/port.ts', 'export interface Port {\n  one(): void;\n  two(): void;\n}\n');
      write('all.mjs', "import './src/application/buy.ts';\nimport './src/domain/seen.ts';\n");
      write(
        'gate.mjs',
        `import { spawnSync } from 'node:child_process';
         import { coverageOptions, judgeCoverage } from ${JSON.stringify(pathToFileURL(resolve('scripts/coverage.mjs')).href)};
         const c8 = ${JSON.stringify(resolve('node_modules/c8/bin/c8.js'))};
         const tsx = ${JSON.stringify(pathToFileURL(resolve('node_modules/tsx/dist/loader.mjs')).href)};
         spawnSync(process.execPath, [c8, ...coverageOptions(process.cwd()), process.execPath, '--import', tsx, 'all.mjs'], { stdio: 'inherit' });
         const { passed, lines } = judgeCoverage(process.cwd());
         console.log(lines.join('\\n'));
         process.exitCode = passed ? 0 : 1;`,
      );
      return run(folder, 'gate.mjs');
    };

    it('counts a file that no test loads', () => {
      write('src/domain/seen.ts', 'export const seen = () => 1;\n');
      write('src/domain/unseen.ts', 'export const unseen = () => 1;\n');

      const { code, output } = judge();

      expect(output).to.include('src/domain: 50.0 %').and.to.include('src/domain/unseen.ts').and.to.include('src/application: 100.0 %');
      expect(code).to.equal(1);
    });

    it('counts a line that no test runs', () => {
      write(
        'src/domain/seen.ts',
        'export const seen = () => {\n  if (1 + 1 === 3) {\n    return 2;\n  }\n  return 1;\n};\nexport const it = 1;\n',
      );

      expect(judge().code).to.equal(1);
    });

    it('asks nothing of files that are types only, and lets enough be enough', () => {
      write('src/domain/seen.ts', 'export const seen = 1;\n');

      const { code, output } = judge();

      expect(output).to.include('src/application: 100.0 % of lines in 1 files');
      expect(code).to.equal(0);
    });
  });

  describe('the test runner', () => {
    const runner = (...args: readonly string[]): { readonly code: number | null; readonly output: string } => {
      symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
      return run(process.cwd(), resolve('scripts/test.mjs'), ...args);
    };
    const suite = "import { expect } from 'chai';\nit('one', () => { expect(1).to.equal(1); });\n";

    it('says how many passed, last and in plain words', () => {
      write('a.test.ts', suite);
      const { code, output } = runner(join(folder, 'a.test.ts'));
      expect(output.trim().split('\n').at(-1)).to.equal('1 passed, 0 failed, 0 skipped');
      expect(code).to.equal(0);
    });

    it('fails when one test fails', () => {
      write('a.test.ts', `${suite}it('two', () => { expect(1).to.equal(2); });\nit('three');\n`);
      const { code, output } = runner(join(folder, 'a.test.ts'));
      expect(output.trim().split('\n').at(-1)).to.equal('1 passed, 1 failed, 1 skipped');
      expect(code).to.equal(1);
    });

    it('fails when nothing was run', () => {
      write('a.test.ts', suite);
      const { code, output } = runner(join(folder, 'a.test.ts'), '--grep', 'no test is called this');
      expect(output).to.include('No test was run');
      expect(code).to.equal(1);
    });
  });

  describe('npm scripts', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Readonly<Record<string, string>> };
    const SHELL = /[&|;<>$%`'"\\*~(){}]|(^|\s)((rm|cp|mv|mkdir|cat|export|set|sh|bash)\b|[A-Z_]+=)/;

    for (const [name, command] of Object.entries(scripts)) {
      it(`"${name}" runs on every system: it starts one program and asks nothing of a shell`, () => {
        expect(command).to.not.match(SHELL);
      });
    }

    for (const command of ['tsc && node dist', 'NODE_ENV=test mocha', 'rm -rf dist', "mocha 'test/**'", 'echo $HOME', 'a | b']) {
      it(`would not take: ${command}`, () => {
        expect(command).to.match(SHELL);
      });
    }

    it('need no pre- or post-script: npm does not run those here', () => {
      const names = Object.keys(scripts);
      expect(names.filter((name) => names.some((other) => name === `pre${other}` || name === `post${other}`))).to.deep.equal([]);
    });
  });
});
