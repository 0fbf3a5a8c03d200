import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../bench/shop.js';

/** A Redis of the play's own, which keeps nothing on disk. */
export class Redis {
  #child: ChildProcess | undefined;

  private constructor(private readonly port: number) {}

  /** @returns undefined where there is no redis-server. */
  static async open(): Promise<Redis | undefined> {
    if (spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status !== 0) return undefined;
    const redis = new Redis(await freePort());
    await redis.#start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async lose(milliseconds: number): Promise<void> {
    this.close();
    await sleep(milliseconds);
    await this.#start();
  }

  close(): void {
    this.#child?.kill('SIGKILL');
  }

  async #start(): Promise<void> {
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    this.#child = spawn('redis-server', args, { stdio: 'ignore' });
    while (!(await this.#answers())) await sleep(20);
  }

  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
  }
}
