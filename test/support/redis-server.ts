import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { eventually } from './eventually.js';

const isInstalled = (): boolean => spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A Redis of its own for the `describe` it is called in, which is skipped out loud where the program is not installed. */
export class RedisServer {
  #port = 0;
  #process: ChildProcess | undefined;

  static forThisSuite(): RedisServer {
    const redis = new RedisServer();
    before(async function () {
      if (!isInstalled()) {
        process.stdout.write('*** SKIPPED: what is shared through Redis: redis-server is not installed\n');
        this.skip();
      }
      redis.#port = await freePort();
      await redis.start();
    });
    after(() => redis.stop());
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}/0`;
  }

  async start(): Promise<void> {
    const child = spawn('redis-server', ['--port', String(this.#port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#process = child;
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await eventually('Redis is ready', () => output.includes('Ready to accept connections'));
  }

  /** As if it was killed: what it knew is gone. */
  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}
