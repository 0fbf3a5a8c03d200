import type { Readiness } from '../../application/shared/ports/readiness.js';
import type { PoolSql } from '../persistence/shared/sql.js';
import type { ShopState } from './shop-state.js';

const PING = { name: 'readiness.ping', text: 'select 1 as one' };
const PATIENCE_MS = 1_500;

const word = (isFine: boolean): 'ok' | 'failing' => (isFine ? 'ok' : 'failing');

const inTime = <Value>(promise: Promise<Value>): Promise<Value> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too late')), PATIENCE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** Ready when the database answers in time, no migration is pending, the shop is loaded and the process is not shutting down. */
export class ShopReadiness implements Readiness {
  #isMigrated = false;

  constructor(
    private readonly sql: PoolSql,
    private readonly pendingMigrations: () => Promise<number>,
    private readonly state: ShopState,
  ) {}

  async check(): Promise<{ ready: boolean; checks: Record<string, 'ok' | 'failing'> }> {
    const answers = await inTime(this.sql.query(PING)).then(
      () => true,
      () => false,
    );
    if (answers && !this.#isMigrated)
      this.#isMigrated = await this.pendingMigrations().then(
        (pending) => pending === 0,
        () => false,
      );
    const checks = {
      database: word(answers),
      migrations: word(this.#isMigrated),
      shop: word(this.state.isLoaded),
      accepting: word(!this.state.isDraining),
    };
    return { ready: Object.values(checks).every((check) => check === 'ok'), checks };
  }
}
