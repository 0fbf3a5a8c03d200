import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';
import { expect } from 'chai';
import { importRules, judgeImports, type Cruise } from './cruise.js';
import { impuritiesOf } from './impurities.js';
import { silentPorts, silentUseCases } from './promises.js';

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.split(sep).join('/'));

/** For every import rule, one import that breaks it and nothing else: `[rule, from, specifier, to]`. */
const PLANTED: readonly (readonly [rule: string, from: string, specifier: string, to: string, kind?: 'type'])[] = [
  ['domain-is-pure', 'src/domain/order/order.ts', 'node:crypto', 'crypto'],
  ['domain-is-pure', 'src/domain/order/order-state.ts', '../../application/order/place.js', 'src/application/order/place.ts'],
  ['domain-capabilities-are-strangers', 'src/domain/cart/cart.ts', '../order/order-lines.js', 'src/domain/order/order-lines.ts'],
  [
    'application-sees-only-the-domain',
    'src/application/order/ship.ts',
    '../../infrastructure/system/clock.js',
    'src/infrastructure/system/clock.ts',
  ],
  ['use-cases-do-not-call-use-cases', 'src/application/cart/fill.ts', '../order/place.js', 'src/application/order/place.ts'],
  [
    'adapters-know-ports-not-use-cases',
    'src/infrastructure/jobs/runner.ts',
    '../../application/order/place.js',
    'src/application/order/place.ts',
  ],
  [
    'adapters-meet-only-in-composition',
    'src/infrastructure/system/banner.ts',
    '../../interfaces/http/app.js',
    'src/interfaces/http/app.ts',
  ],
  [
    'interfaces-do-not-reach-infrastructure',
    'src/interfaces/http/time.ts',
    '../../infrastructure/system/clock.js',
    'src/infrastructure/system/clock.ts',
  ],
  [
    'main-files-reach-only-the-composition',
    'src/interfaces/worker/main.ts',
    '../../infrastructure/system/clock.js',
    'src/infrastructure/system/clock.ts',
  ],
  [
    'stores-are-strangers',
    'src/infrastructure/persistence/cart/carts.ts',
    '../order/orders.js',
    'src/infrastructure/persistence/order/orders.ts',
  ],
  ['controllers-are-strangers', 'src/interfaces/http/cart/door.ts', '../order/desk.js', 'src/interfaces/http/order/desk.ts'],
  [
    'interfaces-do-not-touch-aggregates',
    'src/interfaces/http/order/view.ts',
    '../../../domain/order/order-lines.js',
    'src/domain/order/order-lines.ts',
  ],
  ['only-the-root-composes', 'src/infrastructure/system/locator.ts', 'inversify', 'node_modules/inversify/index.js'],
  ['sql-stays-in-persistence', 'src/infrastructure/storage/blobs.ts', 'knex', 'node_modules/knex/index.js'],
  ['http-stays-in-interfaces', 'src/infrastructure/system/server.ts', 'koa', 'node_modules/koa/index.js'],
  ['http-stays-in-interfaces', 'src/infrastructure/system/context.ts', 'koa', 'node_modules/koa/index.js', 'type'],
  ['secrets-stay-in-security', 'src/interfaces/worker/token.ts', 'jsonwebtoken', 'node_modules/jsonwebtoken/index.js'],
  ['mail-stays-in-notification', 'src/infrastructure/system/post.ts', 'nodemailer', 'node_modules/nodemailer/index.js'],
  ['logging-stays-in-system', 'src/infrastructure/storage/diary.ts', 'pino', 'node_modules/pino/index.js'],
  ['metrics-stay-in-metrics', 'src/infrastructure/system/gauges.ts', 'prom-client', 'node_modules/prom-client/index.js'],
  ['queues-stay-in-jobs', 'src/infrastructure/system/queue.ts', 'graphile-worker', 'node_modules/graphile-worker/index.js'],
  ['redis-stays-in-limits-and-signals', 'src/infrastructure/system/counter.ts', 'ioredis', 'node_modules/ioredis/index.js'],
  ['commands-stay-in-cli', 'src/interfaces/worker/options.ts', 'commander', 'node_modules/commander/index.js'],
  ['http-takes-only-what-http-needs', 'src/interfaces/http/pictures.ts', 'sharp', 'node_modules/sharp/index.js'],
  ['migrations-are-frozen-history', 'migrations/1_orders.ts', '../src/domain/order/order-lines.js', 'src/domain/order/order-lines.ts'],
  ['migrations-take-only-types', 'migrations/2_lines.ts', 'knex', 'node_modules/knex/index.js'],
  ['no-test-code-in-src', 'src/infrastructure/system/fake.ts', '../../../test/fake.js', 'test/fake.ts'],
  ['no-development-packages-in-src', 'src/infrastructure/system/chance.ts', 'chai', 'node_modules/chai/index.js'],
  ['no-unresolvable-imports', 'src/infrastructure/system/lost.ts', 'nowhere', 'nowhere'],
  ['no-cycles', 'src/infrastructure/system/egg.ts', './hen.js', 'src/infrastructure/system/hen.ts'],
];

describe('House rules', () => {
  describe('about imports', function () {
    this.timeout(30_000);

    it('hold everywhere, and every module was looked at', async () => {
      const { violations, modules } = await judgeImports(process.cwd());

      expect(violations).to.deep.equal([]);
      expect(modules, 'a cruiser that cannot read TypeScript sees nothing').to.be.greaterThan(30);
    });

    describe('are awake:', () => {
      let planted: string;
      let found: Cruise;

      before(async () => {
        planted = mkdtempSync(join(tmpdir(), 'portico-imports-'));
        plant(planted);
        found = await judgeImports(planted);
      });
      after(() => {
        rmSync(planted, { recursive: true, force: true });
      });

      for (const [rule, from, specifier, to] of PLANTED) {
        it(`${rule} sees that ${from} imports ${specifier}`, () => {
          expect(found.violations.filter((violation) => violation.includes(`: ${from} → `))).to.deep.equal([`${rule}: ${from} → ${to}`]);
        });
      }

      it('every rule has a planted violation', async () => {
        const rules = (await importRules()).map(({ name }) => name);
        expect([...new Set(PLANTED.map(([rule]) => rule))]).to.have.members(rules);
      });
    });
  });

  describe('about the domain', () => {
    for (const file of filesIn('src/domain')) {
      it(`${file} never waits, and is given time, chance and ids as arguments`, () => {
        expect(impuritiesOf(readFileSync(`src/domain/${file}`, 'utf8'))).to.deep.equal([]);
      });
    }

    for (const [code, impurity] of [
      ['export const now = () => new Date();', 'new Date()'],
      ['export const now = () => Date.now();', 'Date.now'],
      ['export const dice = () => Math.random();', 'Math.random'],
      ['export const key = () => globalThis.crypto;', 'crypto'],
      ['export async function load() {}', 'async'],
      ['export type Later = Promise<void>;', 'Promise'],
      ['export const home = process.cwd();', 'process'],
      ['console.log("here");', 'console'],
    ] as const) {
      it(`are awake: ${code}`, () => {
        expect(impuritiesOf(`/** A comment may say new Date(), await, process. */\n${code}`)).to.deep.equal([`line 2: ${impurity}`]);
      });
    }

    it('let a fixed time, a text and a member with such a name pass', () => {
      expect(impuritiesOf("const at = new Date(0); const word = 'await process'; order.process(at);")).to.deep.equal([]);
    });
  });

  describe('about promises', () => {
    const application = filesIn('src/application').map((file) => [file, readFileSync(`src/application/${file}`, 'utf8')] as const);

    it('every port says what it promises', () => {
      const ports = application.filter(([file]) => file.includes('/ports/'));
      expect(ports.flatMap(([file, source]) => silentPorts(source).map((name) => `${file}: ${name}`))).to.deep.equal([]);
      expect(ports.length).to.be.greaterThan(10);
    });

    it('every use case and every event handler says what it promises', () => {
      expect(application.flatMap(([file, source]) => silentUseCases(source).map((name) => `${file}: ${name}`))).to.deep.equal([]);
    });

    it('are awake', () => {
      expect(silentPorts('export interface Mute {\n  one(): void;\n}')).to.deep.equal(['Mute']);
      expect(silentPorts('export interface Told {\n  /** Once. */\n  one(): void;\n}')).to.deep.equal([]);
      expect(silentUseCases('// why\nexport class Mute {\n  async execute() {}\n}')).to.deep.equal(['Mute']);
      expect(silentUseCases('/** Safe to repeat. */\nexport class Told {\n  async handle() {}\n}')).to.deep.equal([]);
    });
  });

  describe('about names', () => {
    const files = ['src', 'migrations', 'test'].flatMap((folder) => filesIn(folder).map((file) => `${folder}/${file}`));

    it('a file is called after what it holds: kebab-case, no barrel, no suffix for its layer', () => {
      const odd = files.filter((file) => {
        const name = basename(file, '.ts').replace(/\.(test|contract|d)$/, '');
        return !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(file.startsWith('migrations/') ? name.replaceAll('_', '-') : name) || name === 'index';
      });
      expect(odd).to.deep.equal([]);
      expect(files.length).to.be.greaterThan(30);
    });

    it('no folder is a drawer for anything', () => {
      expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|core|lib|misc)\//.test(dirname(file) + '/'))).to.deep.equal([]);
    });
  });
});

/** A small shop in which every rule is broken once. */
function plant(root: string): void {
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  const planted = PLANTED.flatMap(([, , specifier, to]) => (to.startsWith('node_modules/') && specifier !== 'chai' ? [specifier] : []));
  const dependencies = Object.fromEntries(planted.map((name) => [name, '1.0.0']));
  write('package.json', JSON.stringify({ name: 'planted', type: 'module', dependencies, devDependencies: { chai: '1.0.0' } }));
  for (const name of [...Object.keys(dependencies), 'chai']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js', types: 'index.d.ts' }));
    write(`node_modules/${name}/index.d.ts`, 'export declare const it: string;\nexport interface It {}\n');
    write(`node_modules/${name}/index.js`, 'exports.it = "";\n');
  }
  for (const [, , , to] of PLANTED) if (to.endsWith('.ts') && !to.startsWith('node_modules/')) write(to, 'export const it = "";\n');
  for (const [, from, specifier, , kind] of PLANTED) {
    write(
      from,
      kind === 'type'
        ? `import type { It } from '${specifier}';\nexport type Itself = It;\n`
        : `import { it } from '${specifier}';\nexport const itself = it;\n`,
    );
  }
  write('src/infrastructure/system/hen.ts', "import { itself } from './egg.js';\nexport const it = itself;\n");
}
