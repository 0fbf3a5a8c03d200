import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { send } from '../../bench/load.js';
import { freePort } from '../../bench/shop.js';
import type { Server } from './play-payments.js';

export type Settings = Readonly<Record<string, string>>;
type Role = 'all' | 'api' | 'worker';

const TRIES = 10;
const OPENS_WITHIN_MS = 90_000;

/** The built shop in a process of its own, on a database that outlives it. */
export class ShopServer implements Server {
  static readonly #running = new Set<ShopServer>();
  #output = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;

  private constructor(
    private readonly role: Role,
    private readonly settings: Settings,
    /** Where it answers, unless it is a worker. */
    readonly base: string,
  ) {
    const env = { ...process.env, ...settings, PORT: new URL(base).port };
    this.#child = spawn(process.execPath, ['scripts/start.mjs', role], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const hear = (chunk: Buffer): void => void (this.#output = (this.#output + chunk.toString()).slice(-4_000));
    this.#child.stdout?.on('data', hear);
    this.#child.stderr?.on('data', hear);
    this.#ended = new Promise((resolve) => this.#child.once('exit', resolve));
    ShopServer.#running.add(this);
  }

  /**
   * One that ends before it is open (the database may be away just then) is started again, as any supervisor does.
   * @returns when it is ready. @throws with what it said when it does not get there.
   */
  static async start(role: Role, settings: Settings): Promise<ShopServer> {
    const deadline = Date.now() + OPENS_WITHIN_MS;
    for (let tries = 1; ; tries += 1) {
      const server = new ShopServer(role, settings, `http://127.0.0.1:${await freePort()}`);
      if (await server.#opens(deadline)) return server;
      if (tries === TRIES || Date.now() > deadline) throw new Error(`A server does not open:\n${server.#output}`);
    }
  }

  static killAll(): void {
    for (const server of ShopServer.#running) server.#child.kill('SIGKILL');
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async isReady(): Promise<boolean> {
    return (await send(this.base, { path: '/health/ready' }).catch(() => undefined))?.status === 200;
  }

  async strike(): Promise<ShopServer> {
    this.#child.kill('SIGKILL');
    await this.#gone();
    return ShopServer.start(this.role, this.settings);
  }

  /** Asked to leave. @returns its exit code. */
  async leave(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    return this.#gone();
  }

  async #gone(): Promise<number | null> {
    const code = await this.#ended;
    ShopServer.#running.delete(this);
    return code;
  }

  /** @returns false when it ended instead, or took too long. */
  async #opens(deadline: number): Promise<boolean> {
    while (this.#child.exitCode === null && Date.now() < deadline) {
      if (this.role === 'worker' ? this.#output.includes(' is open ') : await this.isReady()) return true;
      await sleep(50);
    }
    this.#child.kill('SIGKILL');
    await this.#gone();
    return false;
  }
}
