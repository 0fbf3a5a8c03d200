import { connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a database that a test can cut, and mend. */
export class UnreliableLine {
  readonly #ends = new Set<Socket>();
  #isCut = false;

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
    server.on('connection', (near) => {
      if (line.#isCut) return near.destroy();
      const far = connect(Number(target.port || 5432), target.hostname);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        line.#ends.add(one);
        one.pipe(other);
        one.once('error', () => other.destroy());
        one.once('close', () => {
          line.#ends.delete(one);
          other.destroy();
        });
      }
      return undefined;
    });
    return line;
  }

  /** Everybody who speaks is cut off, and nobody gets through any more. */
  cut(): void {
    this.#isCut = true;
    for (const end of this.#ends) end.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
