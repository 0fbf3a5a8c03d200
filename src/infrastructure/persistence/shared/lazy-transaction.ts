import type { Client } from 'pg';
import { gaveUpWaiting, isOutage } from './database-faults.js';
import { TransactionSql, type Statement, type WritingSql } from './sql.js';

interface Write {
  readonly statement: Statement;
  readonly values: readonly unknown[];
  readonly explained: (error: unknown) => unknown;
}

const asItIs = (error: unknown): unknown => error;
const hearLater = (): void => undefined;

/**
 * A transaction that costs no round trip of its own. It begins in one piece with its first statement that locks or asks for more than a
 * read; what is only written waits for the end and goes out in one piece with the commit, so rows are held no longer than PostgreSQL needs.
 * One single write that followed reads needs no BEGIN and no COMMIT at all.
 */
export class LazyTransaction implements WritingSql {
  readonly #line: TransactionSql;
  #isOpen = false;
  #unsent: Write[] = [];
  /** In the order of sending, so that the first failure is the one that is heard. */
  #sent: Promise<unknown>[] = [];

  constructor(connection: Client) {
    this.#line = new TransactionSql(connection);
  }

  async query<Row extends object>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    if (statement.isRead !== true || this.#unsent.length > 0) this.begin();
    try {
      return await this.#line.query<Row>(statement, values);
    } catch (error) {
      await this.#heardAll();
      throw error;
    }
  }

  write(statement: Statement, values: readonly unknown[] = [], explained = asItIs): void {
    this.#unsent.push({ statement, values, explained });
  }

  /** Whatever is asked on this connection from now on is part of the transaction, and comes after what was written. */
  begin(): void {
    if (!this.#isOpen) this.#remember(this.#line.control('begin'));
    this.#isOpen = true;
    for (const write of this.#unsent.splice(0)) this.#send(write);
  }

  /**
   * All that was written, or nothing. @throws what the first statement that failed says
   */
  async commit(): Promise<void> {
    const [only, ...more] = this.#unsent;
    if (!this.#isOpen && only === undefined) return;
    if (!this.#isOpen && only !== undefined && more.length === 0) {
      this.#unsent = [];
      this.#send(only);
      return this.#heardAll();
    }
    this.begin();
    const end = this.#line.control('commit');
    this.#isOpen = false;
    end.catch(hearLater);
    await this.#heardAll();
    if ((await end) !== 'COMMIT') throw new Error('The transaction had failed before its commit');
  }

  /** Nothing of it happens. A connection that is dying, or cannot even do that, is not used again. */
  async abandon(reason: unknown): Promise<void> {
    this.#unsent = [];
    if (isOutage(reason) && !gaveUpWaiting(reason)) return this.#line.hangUp();
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#line.control('rollback').catch(() => this.#line.hangUp());
  }

  #send({ statement, values, explained }: Write): void {
    this.#remember(
      this.#line.query(statement, values).catch((error: unknown) => {
        throw explained(error);
      }),
    );
  }

  #remember(answer: Promise<unknown>): void {
    answer.catch(hearLater);
    this.#sent.push(answer);
  }

  async #heardAll(): Promise<void> {
    for (const answer of this.#sent.splice(0)) await answer;
  }
}
