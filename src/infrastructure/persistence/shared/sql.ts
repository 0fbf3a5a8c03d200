import type { Writable } from 'node:stream';
import type { Knex } from 'knex';
import type { Client } from 'pg';

/** SQL that is prepared once per connection under its name and planned once. The same name always means the same text. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Runs prepared statements. Statements issued together (Promise.all) are sent without waiting for one another. */
export interface Sql {
  query<Row extends object>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
}

/** knex keeps the driver's client behind two calls that its types do not show. */
interface ConnectionSource {
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

  private constructor(private readonly connection: Client) {
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
}

/** For reads outside a transaction: each statement on a connection of the pool, given back at once. */
export class PoolSql implements Sql {
  readonly #source: ConnectionSource;

  constructor(knex: Knex) {
    this.#source = knex.client as unknown as ConnectionSource;
  }

  async query<Row extends object>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    const connection = await this.#source.acquireConnection();
    try {
      return await run<Row>(connection, statement, values);
    } finally {
      await this.#source.releaseConnection(connection);
    }
  }
}
