import type { Gauges, Reading } from './prometheus-metrics.js';

const CONNECTIONS: Reading = {
  name: 'portico_db_pool_connections',
  help: 'Connections of this pool to the database: used, free, and requests that wait for one',
  labels: ['state'],
};

/** The three numbers a pool can be asked for. */
export interface Pool {
  numUsed(): number;
  numFree(): number;
  numPendingAcquires(): number;
}

/** How many connections are used and free, and how many requests wait for one. */
export const poolGauges =
  (pool: Pool): Gauges =>
  () =>
    Promise.resolve(
      Object.entries({ used: pool.numUsed(), free: pool.numFree(), waiting: pool.numPendingAcquires() }).map(([state, value]) => ({
        reading: CONNECTIONS,
        value,
        labels: { state },
      })),
    );
