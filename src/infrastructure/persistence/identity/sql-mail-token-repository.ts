import type { MailTokenOwner, MailTokenPurpose, MailTokenRepository } from '../../../application/identity/ports/mail-tokens.js';
import type { SecretTokens } from '../../../application/shared/ports/secret-tokens.js';
import { id, type AccountId } from '../../../domain/shared/ids.js';
import type { Transaction } from '../shared/transaction.js';

const MINUTE_MS = 60_000;
const LIFETIME_MS: Readonly<Record<MailTokenPurpose, number>> = {
  verify: 24 * 60 * MINUTE_MS,
  reset: 30 * MINUTE_MS,
  change_email: 24 * 60 * MINUTE_MS,
};

/** Two mails that are written at once take turns, so that only the later one's token works. */
const HOLD_ACCOUNT = { name: 'mail_tokens.hold_account', text: 'select email from accounts where id = $1 for no key update' };
const REVOKE = {
  name: 'mail_tokens.revoke',
  text: 'delete from mail_tokens where account_id = $1 and purpose = $2 and used_at is null',
};
const INSERT = {
  name: 'mail_tokens.insert',
  text: `insert into mail_tokens (hash, account_id, purpose, email, issued_at, expires_at) values ($1, $2, $3, $4, $5, $6)`,
};
const OWNER = {
  name: 'mail_tokens.owner',
  text: 'select account_id, purpose, email from mail_tokens where hash = $1 and used_at is null and expires_at > $2',
};
const REDEEM = {
  name: 'mail_tokens.redeem',
  text: `update mail_tokens set used_at = $2 where hash = $1 and used_at is null and expires_at > $2
    returning account_id, purpose, email`,
};

interface OwnerRow {
  readonly account_id: string;
  readonly purpose: MailTokenPurpose;
  readonly email: string;
}

const toOwner = (row: OwnerRow | undefined): MailTokenOwner | undefined =>
  row && { accountId: id<AccountId>(row.account_id), purpose: row.purpose, email: row.email };

export class SqlMailTokenRepository implements MailTokenRepository {
  constructor(
    private readonly transaction: Pick<Transaction, 'sql'>,
    private readonly secrets: SecretTokens,
  ) {}

  async issue(accountId: AccountId, purpose: MailTokenPurpose, at: Date, email?: string): Promise<string | undefined> {
    const { sql } = this.transaction;
    const [account] = await sql.query<{ email: string }>(HOLD_ACCOUNT, [accountId]);
    if (!account) return undefined;
    const { token, hash } = this.secrets.issue();
    const expiresAt = new Date(at.getTime() + LIFETIME_MS[purpose]);
    await Promise.all([
      sql.query(REVOKE, [accountId, purpose]),
      sql.query(INSERT, [hash, accountId, purpose, email ?? account.email, at, expiresAt]),
    ]);
    return token;
  }

  async ownerOf(token: string, at: Date): Promise<MailTokenOwner | undefined> {
    const [row] = await this.transaction.sql.query<OwnerRow>(OWNER, [this.secrets.hashOf(token), at]);
    return toOwner(row);
  }

  async redeem(token: string, at: Date): Promise<MailTokenOwner | undefined> {
    const [row] = await this.transaction.sql.query<OwnerRow>(REDEEM, [this.secrets.hashOf(token), at]);
    return toOwner(row);
  }

  async revoke(accountId: AccountId, purpose: MailTokenPurpose): Promise<void> {
    await this.transaction.sql.query(REVOKE, [accountId, purpose]);
  }
}
