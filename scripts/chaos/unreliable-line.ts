import { connect, createServer, type Server, type Socket } from 'node:net';

/** `open`: through. `cut`: everybody is thrown out. `stalled`: what is said is kept until the line opens. `deaf`: what is said is lost. */
type Mood = 'open' | 'cut' | 'stalled' | 'deaf';

/** One conversation over the line. */
interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

/** A line to a database that can be cut, stalled, made deaf, and mended. */
export class UnreliableLine {
  readonly #pairs = new Set<Pair>();
  /** Both ends believe that the other one still listens. */
  readonly #forgotten = new Set<Socket>();
  #mood: Mood = 'open';

  private constructor(
    private readonly server: Server,
    /** The database as it is reached over this line. */
    readonly url: string,
  ) {}

  static async to(databaseUrl: string): Promise<UnreliableLine> {
    const target = new URL(databaseUrl);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const here = new URL(databaseUrl);
    here.host = `127.0.0.1:${port}`;
    const line = new UnreliableLine(server, here.href);
    server.on('connection', (near) => line.#join(near, target));
    return line;
  }

  /** Everybody who speaks is cut off, and nobody gets through any more. */
  cut(): void {
    this.#mood = 'cut';
    for (const { near, far } of this.#pairs) for (const end of [near, far]) end.destroy();
    for (const end of this.#forgotten) end.destroy();
  }

  /** Nothing moves, and nothing is lost. */
  stall(): void {
    this.#mood = 'stalled';
    for (const { near, far } of this.#pairs) for (const end of [near, far]) end.pause();
  }

  /** The line is taken from every conversation without a word, as by a firewall that forgets; new ones are as before. */
  forget(): void {
    for (const pair of [...this.#pairs]) this.#lose(pair);
  }

  /** Nobody is heard any more, and nobody is told so; whoever comes is let in and not heard either. */
  goDeaf(): void {
    this.#mood = 'deaf';
    this.forget();
  }

  /** Who was not heard in between is not heard now: only who comes anew. */
  mend(): void {
    this.#mood = 'open';
    for (const { near, far } of this.#pairs) for (const end of [near, far]) end.resume();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #join(near: Socket, target: URL): void {
    if (this.#mood === 'cut') return void near.destroy();
    if (this.#mood === 'deaf') return this.#swallow(near);
    const far = connect(Number(target.port || 5432), target.hostname);
    const pair = { near, far };
    this.#pairs.add(pair);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.pipe(other);
      one.once('error', () => other.destroy());
      one.once('close', () => {
        if (this.#pairs.delete(pair)) other.destroy();
      });
    }
    if (this.#mood === 'stalled') for (const end of [near, far]) end.pause();
  }

  #lose(pair: Pair): void {
    this.#pairs.delete(pair);
    for (const end of [pair.near, pair.far]) {
      end.unpipe();
      this.#swallow(end);
    }
  }

  #swallow(end: Socket): void {
    this.#forgotten.add(end);
    end.on('error', () => end.destroy());
    end.once('close', () => this.#forgotten.delete(end));
    end.resume();
  }
}
