import type { Sql } from '../persistence/shared/sql.js';
import { NO_FAILURES, type FailureTallies, type Tally } from './failure-tallies.js';

const READ = {
  name: 'login_failures.read',
  text: `select key, failures, greatest(0, floor(extract(epoch from clock_timestamp() - last_at) * 1000))::int as ms_ago
    from login_failures where key = any($1::text[]) and last_at > now() - interval '1 hour'`,
};
const ADD = {
  name: 'login_failures.add',
  text: `insert into login_failures as mine (key, failures, last_at)
    select key, 1, clock_timestamp() from unnest($1::text[]) as failed (key) order by key
    on conflict (key) do update set
      failures = case when mine.last_at <= now() - interval '1 hour' then 1 else mine.failures + 1 end,
      last_at = clock_timestamp()`,
};
const TAKE_BACK = {
  name: 'login_failures.take_back',
  text: `update login_failures set failures = greatest(0, failures - $2) where key = $1`,
};
const FORGET = { name: 'login_failures.forget', text: `delete from login_failures where key = any($1::text[])` };
const SWEEP = { name: 'login_failures.sweep', text: `delete from login_failures where last_at < now() - interval '1 hour'` };
const SWEEP_EVERY_MS = 60_000;

/** In an unlogged table, by the clock of the database. */
export class PostgresTallies implements FailureTallies {
  #sweptAt = 0;

  constructor(private readonly sql: Sql) {}

  async read(keys: readonly string[]): Promise<readonly Tally[]> {
    const rows = await this.sql.query<{ key: string; failures: number; ms_ago: number }>(READ, [keys]);
    const byKey = new Map(rows.map(({ key, failures, ms_ago }) => [key, { failures, msAgo: ms_ago }]));
    return keys.map((key) => byKey.get(key) ?? NO_FAILURES);
  }

  async add(keys: readonly string[]): Promise<void> {
    await this.sql.query(ADD, [keys]);
    const now = Date.now();
    if (now - this.#sweptAt < SWEEP_EVERY_MS) return;
    this.#sweptAt = now;
    void this.sql.query(SWEEP).catch(() => undefined);
  }

  async takeBack(key: string, failures: number): Promise<void> {
    await this.sql.query(TAKE_BACK, [key, failures]);
  }

  async forget(keys: readonly string[]): Promise<void> {
    await this.sql.query(FORGET, [keys]);
  }
}
