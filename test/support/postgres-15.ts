import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serverAccount } from '../../src/infrastructure/database/embedded-binaries.js';
import { freePort, Program, programAt } from './programs.js';

const run = promisify(execFile);
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'fsync=off',
  'full_page_writes=off',
  'shared_buffers=32MB',
  'hot_standby=on',
];

/** The programs of PostgreSQL 15 that a test of replication needs. */
export const POSTGRES_15 = ['initdb', 'postgres', 'pg_basebackup'] as const;

/** A server of the system's PostgreSQL, with a data folder of its own. */
export class Postgres15 {
  #program: Program;

  private constructor(
    program: Program,
    readonly port: number,
  ) {
    this.#program = program;
  }

  static async primary(): Promise<Postgres15> {
    const program = new Program('postgres');
    await tool(program, 'initdb', [
      '-D',
      join(program.folder, 'data'),
      '-U',
      'postgres',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
    ]);
    return new Postgres15(program, await freePort()).started();
  }

  /** A streaming copy of another. */
  static async replicaOf(primary: Postgres15): Promise<Postgres15> {
    const program = new Program('postgres');
    const from = ['-h', '127.0.0.1', '-p', String(primary.port), '-U', 'postgres'];
    await tool(program, 'pg_basebackup', [...from, '-D', join(program.folder, 'data'), '-R', '-X', 'stream', '--checkpoint=fast']);
    return new Postgres15(program, await freePort()).started();
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  async started(): Promise<this> {
    const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
    await this.#program.start(['-D', join(this.#program.folder, 'data'), '-p', String(this.port), ...settings], this.port);
    return this;
  }

  /** Ends at once, like a machine that fails; it can be started again. */
  stop(): Promise<void> {
    return this.#program.stop('SIGQUIT');
  }

  async end(): Promise<void> {
    await this.stop();
    await this.#program.end();
  }
}

async function tool(program: Program, name: string, args: readonly string[]): Promise<void> {
  await run(programAt(name) ?? name, args, { cwd: program.folder, ...serverAccount() });
}
