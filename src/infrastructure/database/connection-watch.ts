import type { Socket } from 'node:net';
import pg from 'pg';

/** What the driver knows and its types do not show. */
interface Insides {
  readonly connection: { readonly stream: Socket };
  readonly _activeQuery: unknown;
  readonly processID: number | null;
}

interface Watched {
  readonly client: pg.Client;
  readonly insides: Insides;
  bytesRead: number;
  /** For how many looks in a row an answer is owed and no byte has come. */
  silentLooks: number;
  /** How many times the server said that it owes this connection nothing. */
  denials: number;
}

/** What a fresh connection to the same server finds out. */
interface Testimony {
  /** Whether process ids are those of the server: a pooler between makes up its own. */
  readonly isDirect: boolean;
  readonly working: ReadonlySet<number>;
}

const LOOK_EVERY_MS = 500;
/** After two seconds of silence somebody goes and asks. */
const ASK_AFTER_LOOKS = 4;
const ASK_PATIENCE_MS = 2_500;
/** What was just answered may still be on its way: only what is denied twice is lost. */
const DENIALS = 2;
/** Longer than `statement_timeout`: where nobody can be asked about a statement, it ends by then or never. */
const LAST_LOOKS = 36;

const TESTIMONY = `select pg_backend_pid() as own, coalesce((
  select array_agg(pid) from pg_stat_activity where state not in ('idle', 'idle in transaction')), '{}') as working`;

const silence = (): Error => Object.assign(new Error('The database has not answered: the connection was given up'), { code: 'ETIMEDOUT' });

/** The server itself speaks (too many clients, starting up): somebody is there. */
const isSpoken = (error: unknown): boolean => error instanceof pg.DatabaseError;

/**
 * Tells a slow statement from a dead line. A host that vanishes, a firewall that forgets a connection, a proxy that hangs: none of them
 * says goodbye, and the driver would wait for the kernel's quarter of an hour. So whoever waits for two seconds without a byte has the
 * server asked over a fresh connection: while it says that the statement runs (a lock, a migration) nothing is done; when it does not
 * answer, or knows nothing of the statement, the silent connection is cut, its requests fail at once, and the pool makes a new one.
 * Costs nothing per statement.
 */
export class ConnectionWatch {
  readonly #watched = new Set<Watched>();
  #timer: NodeJS.Timeout | undefined;
  #isAsking = false;

  constructor(private readonly url: string) {}

  /** From now on until it ends. */
  add(client: pg.Client): void {
    const watched: Watched = { client, insides: client as unknown as Insides, bytesRead: 0, silentLooks: 0, denials: 0 };
    this.#watched.add(watched);
    client.once('end', () => {
      this.#watched.delete(watched);
      if (this.#watched.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    });
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  /** Counted in looks, not in seconds: while this process itself hangs, nobody else is to blame. */
  #look(): void {
    for (const watched of this.#watched) {
      const { bytesRead } = watched.insides.connection.stream;
      const isOwed = watched.insides._activeQuery != null && bytesRead === watched.bytesRead;
      watched.silentLooks = isOwed ? watched.silentLooks + 1 : 0;
      if (!isOwed) watched.denials = 0;
      watched.bytesRead = bytesRead;
    }
    if (this.#silent().length > 0 && !this.#isAsking) void this.#judge();
  }

  #silent(): Watched[] {
    return [...this.#watched].filter(({ silentLooks }) => silentLooks >= ASK_AFTER_LOOKS);
  }

  async #judge(): Promise<void> {
    this.#isAsking = true;
    const testimony = await this.#ask().finally(() => (this.#isAsking = false));
    const lost = this.#silent().filter((watched) => isLost(watched, testimony));
    for (const { insides } of lost) insides.connection.stream.destroy(silence());
    if (lost.length > 0) this.#callOut(lost);
  }

  /** Where one line is lost others may be: those that nobody waits on are spoken to, so that their silence is noticed before a request is on them. */
  #callOut(lost: readonly Watched[]): void {
    for (const watched of this.#watched) {
      if (!lost.includes(watched) && watched.insides._activeQuery == null) watched.client.query('').catch(() => undefined);
    }
  }

  /** Nobody: there is no server. Null: it is there, and cannot say more. */
  async #ask(): Promise<Testimony | 'nobody' | null> {
    const witness = new pg.Client({
      connectionString: this.url,
      application_name: 'portico-watch',
      connectionTimeoutMillis: ASK_PATIENCE_MS,
      query_timeout: ASK_PATIENCE_MS,
    });
    witness.on('error', () => undefined);
    try {
      await witness.connect();
      const { rows } = await witness.query<{ own: number; working: number[] }>(TESTIMONY);
      const { own, working } = rows[0] ?? { own: 0, working: [] };
      return { isDirect: own === (witness as unknown as Insides).processID, working: new Set(working) };
    } catch (error) {
      return isSpoken(error) ? null : 'nobody';
    } finally {
      (witness as unknown as Insides).connection.stream.destroy();
    }
  }
}

function isLost(watched: Watched, testimony: Testimony | 'nobody' | null): boolean {
  if (testimony === 'nobody') return true;
  if (testimony?.isDirect !== true) return watched.silentLooks >= LAST_LOOKS;
  if (testimony.working.has(watched.insides.processID ?? 0)) return false;
  watched.denials += 1;
  return watched.denials >= DENIALS;
}
