import createKnex, { type Knex } from 'knex';
import pg from 'pg';
import { ConnectionWatch } from './connection-watch.js';

export interface ConnectionOptions {
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  /** Connections at the most. 8 are enough for 2 cores; more only queue in PostgreSQL instead of here. */
  readonly poolMax?: number;
  /** Behind a pooler in transaction mode: nothing is kept in a session, not even a prepared statement. Timeouts are set at the pooler. */
  readonly isPooled?: boolean;
}

const INT8 = 20;
const ACQUIRE_TIMEOUT_MS = 2_500;
const CONNECT_TIMEOUT_MS = 2_000;
const SESSION_SETTINGS = [
  'statement_timeout=15000',
  'lock_timeout=8000',
  'idle_in_transaction_session_timeout=20000',
  'plan_cache_mode=force_generic_plan',
  'jit=off',
  'random_page_cost=1.1', // no disk arm has to move any more; at 4 a few rows by index look dearer than a whole table
];

/** Whoever asked is told by the error; a database that is away would otherwise fill the terminal. */
const tellNobody = (): void => undefined;

/** The server behind a pooler is another one for each transaction: it does not know what was prepared on the one before. */
const withoutNames = (client: pg.Client): void => {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  const nameless = (asked: unknown, ...rest: unknown[]): unknown =>
    query(typeof asked === 'object' && asked !== null && 'text' in asked ? { ...asked, name: undefined } : asked, ...rest);
  Object.assign(client, { query: nameless });
};

/** bigint columns hold minor units and counters: whole numbers that JavaScript can hold, or we want to know. */
const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('A bigint from the database is past 2^53');
  return value;
};

const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): unknown => (oid === INT8 ? wholeNumber : pg.types.getTypeParser(oid, format)),
};

/**
 * A pool of pipelined connections with timeouts on everything, so that a database that is away gives an answer within 3 s, and one that
 * never answers within 5 s. Broken connections are dropped; the pool works again as soon as the database does.
 */
export function createConnection(
  url: string,
  { applicationName = 'portico', poolMax = 10, isPooled = false }: ConnectionOptions = {},
): Knex {
  const watch = new ConnectionWatch(url);
  return createKnex({
    client: 'pg',
    connection: {
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      ...(isPooled ? {} : { options: SESSION_SETTINGS.map((setting) => `-c ${setting}`).join(' ') }),
      pipeline: true,
      types,
    } as Knex.PgConnectionConfig,
    pool: {
      min: 0,
      max: poolMax,
      afterCreate: (client: pg.Client, done: (error: null, client: pg.Client) => void) => {
        watch.add(client);
        if (isPooled) withoutNames(client);
        done(null, client);
      },
    },
    acquireConnectionTimeout: ACQUIRE_TIMEOUT_MS,
    log: { warn: tellNobody, error: tellNobody, debug: tellNobody, deprecate: tellNobody },
  });
}
