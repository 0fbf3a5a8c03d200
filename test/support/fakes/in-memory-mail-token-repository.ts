import type { MailTokenOwner, MailTokenPurpose, MailTokenRepository } from '../../../src/application/identity/ports/mail-tokens.js';
import type { AccountState } from '../../../src/domain/identity/account-state.js';
import type { AccountId } from '../../../src/domain/shared/ids.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';
import type { Row } from './table.js';

const MINUTES: Readonly<Record<MailTokenPurpose, number>> = { verify: 1_440, reset: 30, change_email: 1_440 };
let issued = 0;

export class InMemoryMailTokenRepository implements MailTokenRepository {
  readonly #tokens: Map<string, MailTokenOwner & { readonly expiresAt: number }>;
  readonly #accounts: Map<string, Row<AccountState>>;

  constructor(transaction: MemoryTransaction) {
    this.#tokens = transaction.rows('mail_tokens');
    this.#accounts = transaction.rows('accounts');
  }

  async issue(accountId: AccountId, purpose: MailTokenPurpose, at: Date, email?: string): Promise<string | undefined> {
    const account = this.#accounts.get(accountId);
    if (!account) return undefined;
    await this.revoke(accountId, purpose);
    const token = `token-${(issued += 1)}`;
    const expiresAt = at.getTime() + MINUTES[purpose] * 60_000;
    this.#tokens.set(token, { accountId, purpose, email: email ?? account.state.email, expiresAt });
    return token;
  }

  async ownerOf(token: string, at: Date): Promise<MailTokenOwner | undefined> {
    const known = this.#tokens.get(token);
    if (!known || at.getTime() >= known.expiresAt) return undefined;
    const { accountId, purpose, email } = known;
    return { accountId, purpose, email };
  }

  async redeem(token: string, at: Date): Promise<MailTokenOwner | undefined> {
    const owner = await this.ownerOf(token, at);
    if (owner) this.#tokens.delete(token);
    return owner;
  }

  async revoke(accountId: AccountId, purpose: MailTokenPurpose): Promise<void> {
    for (const [token, owner] of this.#tokens) {
      if (owner.accountId === accountId && owner.purpose === purpose) this.#tokens.delete(token);
    }
  }
}
