import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { serverAccount } from '../../src/infrastructure/database/embedded-binaries.js';
import { eventually } from './eventually.js';

const PLACES = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/lib/postgresql/15/bin'];

/** A master that is killed leaves its workers behind, so it is asked first. */
const PATIENCE_MS = 5_000;

/** Where a program of this system is, if it is. */
export const programAt = (name: string): string | undefined => PLACES.map((place) => join(place, name)).find((path) => existsSync(path));

/** Says loudly that a suite is skipped because a program is not installed; `.ci/run` installs them all. @returns whether they are here. */
export function areInstalled(context: Mocha.Context, ...names: readonly string[]): boolean {
  const missing = names.filter((name) => programAt(name) === undefined);
  if (missing.length === 0) return true;
  process.stderr.write(`\n*** SKIPPED: ${missing.join(', ')} is not installed here: ${context.test?.parent?.title ?? ''}\n`);
  return false;
}

/** A port that nobody listens on this moment. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const tell = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => tell(true)).once('error', () => tell(false));
  });

/** A server program in a folder of its own, run as an account without rights; it ends with the test. */
export class Program {
  readonly folder: string;
  #child: ChildProcess | undefined;
  #output = '';

  constructor(readonly name: string) {
    this.folder = mkdtempSync(join(tmpdir(), `portico-${name}-`));
    chmodSync(this.folder, 0o777);
  }

  /** Starts it, and waits until it takes connections. */
  async start(args: readonly string[], port: number): Promise<void> {
    const account = serverAccount();
    const child = spawn(programAt(this.name) ?? this.name, [...args], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(account && { uid: account.uid, gid: account.gid }),
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    await eventually(`${this.name} listens`, () => {
      if (child.exitCode !== null) throw new Error(`${this.name} ended:\n${this.#output}`);
      return isListening(port);
    });
  }

  /** Ends it by a signal; it can be started again. */
  async stop(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  /** Ends it, with what it has started, and removes its folder. */
  async end(): Promise<void> {
    const late = setTimeout(() => this.#child?.kill('SIGKILL'), PATIENCE_MS);
    await this.stop('SIGTERM');
    clearTimeout(late);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
