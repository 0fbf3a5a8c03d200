import type { Sql } from '../persistence/shared/sql.js';
import type { Count, CountStore, Taken } from './count-store.js';

/** In the order of the keys, so that two who add the same ones do not wait for each other crosswise. */
const ADD = {
  name: 'rate_counts.add',
  text: `insert into rate_counts as mine (key, points, ends_at)
    select key, points, clock_timestamp() + window_ms * interval '1 millisecond'
    from unnest($1::text[], $2::int[], $3::int[]) as taken (key, points, window_ms)
    order by key
    on conflict (key) do update set
      points = case when mine.ends_at <= clock_timestamp() then excluded.points else mine.points + excluded.points end,
      ends_at = case when mine.ends_at <= clock_timestamp() then excluded.ends_at else mine.ends_at end
    returning key, points, greatest(1, ceil(extract(epoch from ends_at - clock_timestamp()) * 1000))::int as ms_left`,
};
const FORGET = { name: 'rate_counts.forget', text: `delete from rate_counts where ends_at < now()` };
const FORGET_EVERY_MS = 60_000;

/** One statement for all that was gathered, into an unlogged table: a crash of the database forgets the counts, and nothing else. */
export class PostgresCounts implements CountStore {
  #forgotAt = 0;

  constructor(
    private readonly sql: Sql,
    private readonly hide: (key: string) => string,
  ) {}

  async add(taken: readonly Taken[]): Promise<readonly Count[]> {
    const keys = taken.map(({ key }) => this.hide(key));
    const rows = await this.sql.query<{ key: string; points: number; ms_left: number }>(ADD, [
      keys,
      taken.map(({ points }) => points),
      taken.map(({ windowMs }) => windowMs),
    ]);
    this.#forgetNowAndThen();
    const byKey = new Map(rows.map(({ key, points, ms_left }) => [key, { points, msLeft: ms_left }]));
    return keys.map((key) => byKey.get(key) ?? { points: 0, msLeft: 1 });
  }

  #forgetNowAndThen(): void {
    const now = Date.now();
    if (now - this.#forgotAt < FORGET_EVERY_MS) return;
    this.#forgotAt = now;
    void this.sql.query(FORGET).catch(() => undefined);
  }
}
