import type { Sql } from '../shared/sql.js';

/** Long enough for whoever has to find out who was logged in where. */
const KEPT = '30 days';

const SESSIONS = {
  name: 'identity.forget_sessions',
  text: `delete from sessions where id in (
    select id from sessions where least(ended_at, expires_at) < now() - $1::interval limit 10000 for update skip locked)`,
};
const MAIL_TOKENS = {
  name: 'identity.forget_mail_tokens',
  text: `delete from mail_tokens where hash in (
    select hash from mail_tokens where least(used_at, expires_at) < now() - $1::interval limit 10000 for update skip locked)`,
};

/** Sessions that are over, with their tokens, and links that open nothing any more. */
export class SqlSpentSecrets {
  constructor(private readonly sql: Sql) {}

  /** Forgets what has been worthless for a month. */
  async forgetOld(): Promise<void> {
    await Promise.all([this.sql.query(SESSIONS, [KEPT]), this.sql.query(MAIL_TOKENS, [KEPT])]);
  }
}
