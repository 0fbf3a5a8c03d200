import type { SentMails } from '../../notification/sent-mails.js';
import type { Sql } from '../shared/sql.js';

const CLAIM = {
  name: 'mail.claim',
  text: `insert into sent_mails (key, claimed_until) values ($1, now() + interval '1 minute')
    on conflict (key) do update set claimed_until = excluded.claimed_until
    where sent_mails.sent_at is null and sent_mails.claimed_until <= now()
    returning key`,
};
const STATE = { name: 'mail.state', text: 'select sent_at is not null as sent from sent_mails where key = $1' };
const SENT = { name: 'mail.sent', text: 'update sent_mails set sent_at = now() where key = $1' };
const LET_GO = { name: 'mail.let_go', text: 'update sent_mails set claimed_until = now() where key = $1 and sent_at is null' };
const FORGET = { name: 'mail.forget', text: `delete from sent_mails where sent_at < now() - interval '90 days'` };

/** In PostgreSQL, each step a statement of its own: nothing is locked while a mail server is waited for. */
export class SqlSentMails implements SentMails {
  constructor(private readonly sql: Sql) {}

  async claim(key: string): Promise<'ours' | 'sent' | 'busy'> {
    if ((await this.sql.query(CLAIM, [key])).length > 0) return 'ours';
    const [row] = await this.sql.query<{ sent: boolean }>(STATE, [key]);
    return row?.sent ? 'sent' : 'busy';
  }

  async sent(key: string): Promise<void> {
    await this.sql.query(SENT, [key]);
  }

  /** After three months nobody asks for the same mail again. */
  async forgetOld(): Promise<void> {
    await this.sql.query(FORGET);
  }

  async letGo(key: string): Promise<void> {
    await this.sql.query(LET_GO, [key]);
  }
}
