import { spawn, type ChildProcess } from 'node:child_process';
import { eventually } from './eventually.js';

const NEITHER_GIVEN_NOR_WANTED = ['DATABASE_URL', 'DATABASE_DIRECT_URL', 'NODE_OPTIONS', 'SMTP_URL'];

/** A whole run has built the shop before, which opens in a third of the time that the sources take. */
const program = (entry: string): readonly string[] =>
  process.env['SHOP_IS_BUILT'] === 'yes'
    ? [`dist/src/interfaces/${entry.replace(/\.ts$/, '.js')}`]
    : ['--import', 'tsx', `src/interfaces/${entry}`];

/** A shop in a process of its own, on a free port. */
export class ShopProcess {
  #output = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;

  /** @param entry below `src/interfaces`. */
  constructor(entry: string, args: readonly string[], env: Readonly<Record<string, string>>) {
    const inherited = Object.entries(process.env).filter(([name]) => !NEITHER_GIVEN_NOR_WANTED.includes(name));
    this.#child = spawn(process.execPath, [...program(entry), ...args], {
      env: { ...Object.fromEntries(inherited), NODE_ENV: 'test', BCRYPT_COST: '4', RATE_LIMIT: 'off', PORT: '0', DEMO: 'off', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const hear = (chunk: Buffer): void => void (this.#output += chunk.toString());
    this.#child.stdout?.on('data', hear);
    this.#child.stderr?.on('data', hear);
    this.#ended = new Promise((resolve) => this.#child.once('close', resolve));
  }

  /** All that it has printed. */
  get output(): string {
    return this.#output;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** @returns where the API is, once the banner says so. */
  async open(patienceMs?: number): Promise<string> {
    await eventually(
      'the shop is open',
      () => {
        if (!this.isRunning) throw new Error(`The shop did not open:\n${this.#output}`);
        return this.#output.includes(' is open ');
      },
      patienceMs,
    );
    return /http:\/\/127\.0\.0\.1:\d+/.exec(this.#output)?.[0] ?? '';
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** @returns the exit code, once it has ended; null after a kill. */
  ended(): Promise<number | null> {
    return this.#ended;
  }

  /** For `after`: it ends whatever state it is in. */
  async kill(): Promise<void> {
    if (this.isRunning) this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
