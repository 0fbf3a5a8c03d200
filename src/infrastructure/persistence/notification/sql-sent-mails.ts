import type { SentMails } from '../../notification/sent-mails.js';
import { Gathered } from '../shared/gathered.js';
import type { Sql } from '../shared/sql.js';

/** In the order of their keys, as whoever else takes several. */
const CLAIM = {
  name: 'mail.claim_all',
  text: `insert into sent_mails (key, claimed_until) select key, now() + interval '1 minute' from unnest($1::text[]) as key order by key
    on conflict (key) do update set claimed_until = excluded.claimed_until
    where sent_mails.sent_at is null and sent_mails.claimed_until <= now()
    returning key`,
};
const WHICH_ARE_SENT = {
  name: 'mail.which_are_sent',
  text: 'select key from sent_mails where key = any($1::text[]) and sent_at is not null',
};
const SENT = {
  name: 'mail.sent_all',
  text: `update sent_mails set sent_at = now()
    where key in (select key from sent_mails where key = any($1::text[]) order by key for update)`,
};
const LET_GO = { name: 'mail.let_go', text: 'update sent_mails set claimed_until = now() where key = $1 and sent_at is null' };
const FORGET = { name: 'mail.forget', text: `delete from sent_mails where sent_at < now() - interval '90 days'` };

/** In PostgreSQL, each step a statement of its own, of mails that take it at the same time one for all: nothing is locked while a mail server is waited for. */
export class SqlSentMails implements SentMails {
  readonly #claims = new Gathered((keys: readonly string[]) => this.#claimAll(keys));
  readonly #marks = new Gathered((keys: readonly string[]) => this.#markAll(keys));

  constructor(private readonly sql: Sql) {}

  claim(key: string): Promise<'ours' | 'sent' | 'busy'> {
    return this.#claims.ask(key);
  }

  sent(key: string): Promise<void> {
    return this.#marks.ask(key);
  }

  /** After three months nobody asks for the same mail again. */
  async forgetOld(): Promise<void> {
    await this.sql.query(FORGET);
  }

  async letGo(key: string): Promise<void> {
    await this.sql.query(LET_GO, [key]);
  }

  async #claimAll(keys: readonly string[]): Promise<readonly ('ours' | 'sent' | 'busy')[]> {
    const claimed = new Set(await this.#keysOf(CLAIM, [...new Set(keys)]));
    const others = keys.filter((key) => !claimed.has(key));
    const sent = new Set(others.length === 0 ? [] : await this.#keysOf(WHICH_ARE_SENT, others));
    // A key that came twice is claimed by the first of them.
    return keys.map((key) => (claimed.delete(key) ? 'ours' : sent.has(key) ? 'sent' : 'busy'));
  }

  async #markAll(keys: readonly string[]): Promise<readonly void[]> {
    await this.sql.query(SENT, [keys]);
    return keys.map(() => undefined);
  }

  async #keysOf(statement: typeof CLAIM, keys: readonly string[]): Promise<readonly string[]> {
    return (await this.sql.query<{ key: string }>(statement, [keys])).map(({ key }) => key);
  }
}
