import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect } from 'chai';

interface Run {
  readonly code: number | null;
  readonly output: string;
}

describe('Starting from the sources', function () {
  this.timeout(60_000);

  let shop: string;
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(shop, file)), { recursive: true });
    writeFileSync(join(shop, file), text);
  };
  /** `whenItSays`: send the signal once this has been printed. */
  const start = (args: readonly string[], signal?: { readonly whenItSays: string; readonly send: NodeJS.Signals }): Promise<Run> =>
    new Promise((done, fail) => {
      const child = spawn(process.execPath, ['scripts/start.mjs', ...args], { cwd: shop });
      let output = '';
      const hear = (chunk: Buffer): void => {
        output += chunk.toString();
        if (signal && !child.killed && output.includes(signal.whenItSays)) child.kill(signal.send);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('error', fail);
      child.once('close', (code) => {
        done({ code, output });
      });
    });

  beforeEach(() => {
    shop = realpathSync(mkdtempSync(join(tmpdir(), 'portico-start-')));
    cpSync('scripts', join(shop, 'scripts'), { recursive: true });
    for (const file of ['tsconfig.json', 'tsconfig.build.json', 'package.json']) cpSync(file, join(shop, file));
    symlinkSync(resolve('node_modules'), join(shop, 'node_modules'), 'junction');
    write('src/interfaces/main.ts', "console.log('the shop', ...process.argv.slice(2));\n");
    write('src/interfaces/cli/main.ts', "console.log('a command', ...process.argv.slice(2));\n");
  });
  afterEach(() => {
    rmSync(shop, { recursive: true, force: true });
  });

  it('builds once, and again only when a source was changed, added or removed', async () => {
    expect(await start([])).to.deep.equal({ code: 0, output: 'Building …\nthe shop\n' });
    expect(await start([])).to.deep.equal({ code: 0, output: 'the shop\n' });

    write('src/interfaces/main.ts', "console.log('another shop');\n");
    expect((await start([])).output).to.equal('Building …\nanother shop\n');

    rmSync(join(shop, 'src/interfaces/cli/main.ts'));
    expect((await start(['cli'])).output)
      .to.include('Building …')
      .and.to.include('ERR_MODULE_NOT_FOUND');
  });

  it('builds once when two start at the same moment', async () => {
    const both = await Promise.all([start([]), start(['cli', 'admin', '--help'])]);

    expect(both.map(({ code }) => code)).to.deep.equal([0, 0]);
    expect(both.filter(({ output }) => output.includes('Building'))).to.have.length(1);
    expect(both[1].output).to.match(/a command admin --help\n$/);
  });

  it('does not wait for a builder that died', async () => {
    write('.build/lock', '999999999');
    expect((await start([])).output).to.equal('Building …\nthe shop\n');
  });

  it('copies what is no TypeScript', async () => {
    write('src/interfaces/hello.txt', 'hello');
    write(
      'src/interfaces/main.ts',
      "import { readFileSync } from 'node:fs';\nconsole.log(readFileSync(new URL('./hello.txt', import.meta.url), 'utf8'));\n",
    );
    expect((await start([])).output).to.equal('Building …\nhello\n');
  });

  it('says what does not compile, and keeps what was built', async () => {
    await start([]);
    write('src/interfaces/main.ts', "export const port: number = 'eighty';\n");

    const { code, output } = await start([]);
    expect(code).to.equal(1);
    expect(output).to.include('src/interfaces/main.ts').and.to.include('do not compile');

    write('src/interfaces/main.ts', "console.log('mended');\n");
    expect((await start([])).output).to.equal('Building …\nmended\n');
  });

  it('runs the server in its own process, so that SIGTERM reaches it', async () => {
    write(
      'src/interfaces/main.ts',
      "process.once('SIGTERM', () => { console.log('drained'); process.exit(0); });\nsetInterval(() => undefined, 1000);\nconsole.log('ready');\n",
    );
    const { code, output } = await start([], { whenItSays: 'ready', send: 'SIGTERM' });
    expect(output).to.include('drained');
    expect(code).to.equal(0);
  });

  it('says what is missing in one line: the packages, a newer Node, a role that there is', async () => {
    expect((await start(['everything'])).output).to.equal('"everything" cannot be started: it is one of all, api, worker, cli\n');

    rmSync(join(shop, 'node_modules'));
    expect(await start([])).to.deep.equal({ code: 1, output: 'The packages are not installed yet: run "npm ci" first\n' });

    write('package.json', JSON.stringify({ engines: { node: '>=99.1' } }));
    expect(await start([])).to.deep.equal({
      code: 1,
      output: `Portico needs Node 99.1 or newer; this is ${process.versions.node}. See https://nodejs.org\n`,
    });
  });
});
