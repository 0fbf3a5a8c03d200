import type { Writable } from 'node:stream';
import type { Knex } from 'knex';
import type { Client } from 'pg';

/** SQL that is prepared once per connection under its name and planned once. The same name always means the same text. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  /** Writes nothing and locks nothing: as the first of a unit of work it needs no transaction around it. */
  readonly isRead?: true;
}

/** Runs prepared statements. Statements issued together (Promise.all) are sent without waiting for one another. */
export interface Sql {
  query<Row extends object>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
}

/** For repositories, which read in turns and write at the end. */
export interface WritingSql extends Sql {
  /**
   * Sent before the next statement that is asked, at the latest with the commit: whether it worked is known when the unit of work ends.
   * What it must not do it has to refuse itself (`refuse(…)`), so that the commit behind it becomes a rollback.
   * @param explained makes of the database's error what the caller of the unit of work shall hear.
   */
  write(statement: Statement, values?: readonly unknown[], explained?: (error: unknown) => unknown): void;
}

/** knex keeps the driver's client behind two calls that its types do not show. */
export interface ConnectionSource {
  acquireConnection(): Promise<Client>;
  releaseConnection(connection: Client): Promise<void>;
}

const run = async <Row extends object>(connection: Client, { name, text }: Statement, values: readonly unknown[]): Promise<Row[]> => {
  const { rows } = await connection.query<Row>({ name, text, values: values as unknown[] });
  return rows;
};

/** The driver's socket, which its types do not show. */
const socketOf = (connection: Client): Writable => (connection as unknown as { connection: { stream: Writable } }).connection.stream;

const IN_FAILED_TRANSACTION = '25P02';

/** On the one connection of a transaction: PostgreSQL answers in the order of asking. */
export class TransactionSql implements Sql {
  readonly #socket: Writable;
  #isHeldBack = false;

  constructor(private readonly connection: Client) {
    this.#socket = socketOf(connection);
  }

  static async of(trx: Knex.Transaction): Promise<TransactionSql> {
    return new TransactionSql(await (trx.client as unknown as ConnectionSource).acquireConnection());
  }

  /** What is asked in one breath goes out in one piece: a system call costs more than the statement it carries. */
  #holdBack(): void {
    if (this.#isHeldBack) return;
    this.#isHeldBack = true;
    this.#socket.cork();
    process.nextTick(() => {
      this.#isHeldBack = false;
      this.#socket.uncork();
    });
  }

  /** Of statements sent together the first that fails is the one that is heard: those behind it only know that something did. */
  async query<Row extends object>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    this.#holdBack();
    try {
      return await run<Row>(this.connection, statement, values);
    } catch (error) {
      if ((error as { code?: unknown }).code === IN_FAILED_TRANSACTION) await new Promise((resolve) => setImmediate(resolve));
      throw error;
    }
  }

  /** @returns what PostgreSQL did: a COMMIT of what had failed is answered with ROLLBACK. */
  async control(command: 'begin' | 'commit' | 'rollback'): Promise<string> {
    this.#holdBack();
    return (await this.connection.query(command)).command;
  }

  /** Nobody may use this connection any more; knex's pool knows it by this mark. */
  hangUp(): void {
    Object.assign(this.connection, { __knex__disposed: true });
    this.#socket.destroy();
  }
}

/** For reads outside a transaction: each statement on a connection of the pool, given back at once. */
export class PoolSql implements Sql {
  readonly #source: ConnectionSource;
  /** Since when each of those waits who wait for a connection. */
  readonly #waiting = new Set<{ readonly since: number }>();

  constructor(knex: Knex) {
    this.#source = knex.client as unknown as ConnectionSource;
  }

  /** How long whoever waits longest for a connection has waited. */
  longestWaitMs(): number {
    const [first] = this.#waiting;
    return first ? performance.now() - first.since : 0;
  }

  async query<Row extends object>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    const connection = await this.#acquire();
    try {
      return await run<Row>(connection, statement, values);
    } finally {
      await this.#source.releaseConnection(connection);
    }
  }

  async #acquire(): Promise<Client> {
    const place = { since: performance.now() };
    this.#waiting.add(place);
    try {
      return await this.#source.acquireConnection();
    } finally {
      this.#waiting.delete(place);
    }
  }
}
