import type { AccountId } from '../../domain/shared/ids.js';
import type { MailTokenPurpose, MailTokens } from '../identity/ports/mail-tokens.js';

/** @throws when the account went away between the look at it and the mail: the next try then finds nobody to write to. */
export async function freshToken(
  tokens: MailTokens,
  accountId: AccountId,
  purpose: MailTokenPurpose,
  at: Date,
  email: string,
): Promise<string> {
  const token = await tokens.issue(accountId, purpose, at, email);
  if (token === undefined) throw new Error('The account is gone');
  return token;
}
