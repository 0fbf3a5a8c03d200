import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { chmod, chown, mkdir, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import {
  EmbeddedPostgresUnavailable,
  findBinaries,
  isReachable,
  PLAIN_SURROUNDINGS,
  runAs,
  serverAccount,
  type ServerAccount,
} from './embedded-binaries.js';

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log: (message: string) => void;
  /** Server settings beside ours; only tests loosen durability. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Starts the server again, on the same port, when it dies while we use it. */
  readonly revives?: boolean;
}

export interface EmbeddedPostgres {
  /** With the password: never log it. */
  readonly url: string;
  /** Leaves; the last process to leave stops the server. Call it after everything that uses the database has ended. */
  stop(): Promise<void>;
}

const SUPERUSER = 'portico';
const DATABASE = 'portico';
const READY_LINE = 7;
const PORT_LINE = 3;
const LOCK_PATIENCE_MS = 60_000;
const START_PATIENCE_MS = 60_000;
const STOP_PATIENCE_MS = 8_000;
const POLL_MS = 10;
const LOOK_EVERY_MS = 1_000;

const STANDARD: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '120',
  shared_buffers: '128MB',
  jit: 'off',
  shared_preload_libraries: 'pg_stat_statements',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

/** A zombie answers to signals but is dead. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    const state = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(state.slice(state.lastIndexOf(')') + 2));
  } catch {
    return process.platform !== 'linux';
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly isReady: boolean;
}

/** @param wanted 0: any. */
const freePort = (wanted = 0): Promise<number> =>
  new Promise((done, fail) => {
    const probe = createServer().once('error', fail);
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });

/** One data folder, the server on it, and everyone who uses it. */
class Supervisor {
  readonly #data: string;
  readonly #users: string;
  readonly #me: string;
  #watch: NodeJS.Timeout | undefined;
  #reviving: Promise<void> | undefined;

  constructor(
    private readonly home: string,
    private readonly account: ServerAccount | undefined,
    private readonly options: EmbeddedOptions,
  ) {
    this.#data = join(home, 'data');
    this.#users = join(home, 'users');
    this.#me = join(this.#users, `${process.pid}-${randomBytes(4).toString('hex')}`);
  }

  async start(): Promise<EmbeddedPostgres> {
    await mkdir(this.#users, { recursive: true });
    await this.#hand(this.home);
    return this.#alone(async () => {
      await this.#forgetDeadUsers();
      const running = await this.#running();
      const password = await this.#password();
      const { port } = running ?? (await this.#launch(await this.#formerPort()));
      await writeFile(this.#me, '');
      const url = `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${DATABASE}`;
      await writeFile(join(this.home, 'url'), `${url}\n`, { mode: 0o600 });
      await this.#createDatabase(url);
      this.options.log(`embedded PostgreSQL ${running ? 'joined' : 'started'} on port ${port}`);
      if (this.options.revives) this.#watchOver(port);
      return { url, stop: () => this.#leave() };
    });
  }

  /** Where it was the last time, if nobody else is there now: others may still look for it there. */
  async #formerPort(): Promise<number> {
    const url = await readFile(join(this.home, 'url'), 'utf8').catch(() => '');
    const port = URL.canParse(url.trim()) ? Number(new URL(url.trim()).port) : 0;
    return freePort(port).catch(() => freePort());
  }

  #watchOver(port: number): void {
    this.#watch = setInterval(() => {
      this.#reviving ??= this.#revive(port)
        .catch((error: unknown) => this.options.log(`embedded PostgreSQL is gone: ${String(error)}`))
        .finally(() => (this.#reviving = undefined));
    }, LOOK_EVERY_MS).unref();
  }

  async #revive(port: number): Promise<void> {
    const found = await this.#postmaster();
    if (found && isAlive(found.pid)) return;
    await this.#alone(async () => {
      if (await this.#running()) return;
      await this.#launch(port);
      this.options.log(`embedded PostgreSQL had died and was started again on port ${port}`);
    });
  }

  /** The server of this folder when it is up; waits for one that is just coming up, clears the traces of one that was killed. */
  async #running(): Promise<Postmaster | undefined> {
    const deadline = Date.now() + START_PATIENCE_MS;
    for (;;) {
      const found = await this.#postmaster();
      if (!found) return undefined;
      if (!isAlive(found.pid) || !isPostgres(found.pid)) {
        await rm(join(this.#data, 'postmaster.pid'), { force: true });
        return undefined;
      }
      if (found.isReady) return found;
      if (Date.now() > deadline)
        throw new EmbeddedPostgresUnavailable(`the server in ${this.home} does not become ready: see its log there`);
      await sleep(POLL_MS);
    }
  }

  async #postmaster(): Promise<Postmaster | undefined> {
    try {
      const lines = (await readFile(join(this.#data, 'postmaster.pid'), 'utf8')).split('\n');
      return { pid: Number(lines[0]), port: Number(lines[PORT_LINE]), isReady: lines[READY_LINE]?.trim() === 'ready' };
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  async #launch(port: number): Promise<Postmaster> {
    const { initdb, postgres } = await findBinaries(this.home, this.account);
    if (!existsSync(join(this.#data, 'PG_VERSION'))) await this.#initialise(initdb);
    const settings = { ...STANDARD, ...this.options.settings, port: String(port) };
    const log = openSync(join(this.home, 'postgres.log'), 'a');
    const server = spawn(postgres, ['-D', this.#data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
      cwd: this.home,
      detached: true, // Ctrl-C is for us: the server goes last
      stdio: ['ignore', log, log],
      ...PLAIN_SURROUNDINGS,
      ...this.account,
    });
    closeSync(log);
    let failure: Error | undefined;
    server.once('error', (error) => (failure = error));
    server.unref();
    const deadline = Date.now() + START_PATIENCE_MS;
    for (;;) {
      const found = await this.#postmaster();
      if (found?.isReady && found.pid === server.pid) return found;
      if (failure || server.exitCode !== null || Date.now() > deadline) {
        throw new EmbeddedPostgresUnavailable(`the server did not start: ${failure?.message ?? (await this.#lastWords())}`);
      }
      await sleep(POLL_MS);
    }
  }

  async #lastWords(): Promise<string> {
    const log = await readFile(join(this.home, 'postgres.log'), 'utf8').catch(() => '');
    return log.trim().split('\n').at(-1)?.slice(0, 300) ?? 'it said nothing';
  }

  /** Into a folder of another name first, so that an interrupted initdb leaves nothing that looks like a cluster. */
  async #initialise(initdb: string): Promise<void> {
    await rm(this.#data, { recursive: true, force: true });
    await mkdir(this.#data, { mode: 0o700 });
    await this.#hand(this.#data);
    const file = join(this.home, 'initial-password');
    await writeFile(file, await this.#password(), { mode: 0o600 });
    await this.#hand(file);
    try {
      const args = [
        '-D',
        this.#data,
        '-U',
        SUPERUSER,
        '--auth=scram-sha-256',
        `--pwfile=${file}`,
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--locale=C.UTF-8',
        '--no-instructions',
      ];
      await runAs(this.account, initdb, args, this.home);
    } catch (error) {
      await rm(this.#data, { recursive: true, force: true });
      throw error;
    } finally {
      await rm(file, { force: true });
    }
  }

  async #password(): Promise<string> {
    const file = join(this.home, 'password');
    const known = await readFile(file, 'utf8').catch(() => undefined);
    if (known) return known.trim();
    const made = randomBytes(24).toString('base64url');
    await writeFile(file, made, { mode: 0o600 });
    return made;
  }

  async #createDatabase(url: string): Promise<void> {
    const client = new pg.Client({ connectionString: url.replace(/[^/]+$/, 'postgres'), connectionTimeoutMillis: 10_000 });
    await client.connect();
    try {
      const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
      if (!rowCount) await client.query(`create database ${DATABASE}`);
    } finally {
      await client.end();
    }
  }

  async #leave(): Promise<void> {
    clearInterval(this.#watch);
    await this.#reviving;
    await this.#alone(async () => {
      await rm(this.#me, { force: true });
      await this.#forgetDeadUsers();
      if ((await readdir(this.#users)).length > 0) return;
      const found = await this.#postmaster();
      if (!found || !isAlive(found.pid)) return;
      process.kill(found.pid, 'SIGINT'); // fast shutdown: ends sessions, writes a checkpoint
      const deadline = Date.now() + STOP_PATIENCE_MS;
      while (isAlive(found.pid) && Date.now() < deadline) await sleep(POLL_MS);
      if (isAlive(found.pid)) process.kill(found.pid, 'SIGQUIT'); // immediate: it recovers at the next start
    });
  }

  async #forgetDeadUsers(): Promise<void> {
    for (const name of await readdir(this.#users)) {
      if (!isAlive(Number(name.split('-')[0]))) await rm(join(this.#users, name), { force: true });
    }
  }

  /** One process at a time; the lock of a dead one counts for nothing. */
  async #alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const lock = join(this.home, 'lock');
    const deadline = Date.now() + LOCK_PATIENCE_MS;
    for (;;) {
      try {
        await writeFile(lock, String(process.pid), { flag: 'wx' });
        break;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      const holder = Number(await readFile(lock, 'utf8').catch(() => '0'));
      const age = await stat(lock).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      );
      if ((holder > 0 && !isAlive(holder)) || (holder === 0 && age > 2_000)) await unlink(lock).catch(() => undefined);
      else if (Date.now() > deadline) throw new EmbeddedPostgresUnavailable(`process ${holder} holds ${lock} for more than a minute`);
      await sleep(POLL_MS + Math.random() * POLL_MS);
    }
    try {
      return await work();
    } finally {
      await unlink(lock).catch(() => undefined);
    }
  }

  async #hand(path: string): Promise<void> {
    if (!this.account) return;
    await chown(path, this.account.uid, this.account.gid);
    if (path === this.home) await chmod(path, 0o711);
  }
}

/** A pid may have been given to somebody else since. */
function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return process.platform !== 'linux';
  }
}

/** Beside the data, unless the server's account cannot get there (root's own home): then where services keep theirs. */
function homeFor(dataDir: string, account: ServerAccount | undefined, log: (message: string) => void): string {
  const beside = join(resolve(dataDir), 'postgres');
  if (!account || isReachable(resolve(dataDir))) return beside;
  const home = join('/var/lib/portico', createHash('sha256').update(beside).digest('hex').slice(0, 12));
  log(`the database is in ${home}, since ${dataDir} is closed to other users`);
  return home;
}

/** Where the embedded server of this data folder has its own. */
export const embeddedHome = (dataDir: string): string => homeFor(dataDir, serverAccount(), () => undefined);

/** Whether a server runs on the data in this home. */
export async function isServed(home: string): Promise<boolean> {
  const text = await readFile(join(home, 'data', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = parseInt(text, 10);
  return isAlive(pid) && isPostgres(pid);
}

/**
 * PostgreSQL from the npm platform packages, on 127.0.0.1, under `dataDir`: made on first use, started, or joined when it runs.
 * Several processes may use one folder. @throws EmbeddedPostgresUnavailable with what to do instead.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const account = serverAccount();
  return new Supervisor(homeFor(options.dataDir, account, options.log), account, options).start();
}
