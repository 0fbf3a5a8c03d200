import type { AccountView } from '../../../application/identity/ports/account-queries.js';
import { Account } from '../../../domain/identity/account.js';
import type { MailKind, Role } from '../../../domain/identity/account-state.js';
import { id, type AccountId } from '../../../domain/shared/ids.js';

export interface AccountRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly phone: string | null;
  readonly password_hash: string;
  readonly roles: readonly Role[];
  readonly is_active: boolean;
  readonly verified_at: Date | null;
  readonly recent_mails: readonly { readonly kind: MailKind; readonly at: string }[];
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly version: number;
}

export const toAccount = (row: AccountRow): Account =>
  Account.reconstitute(
    {
      id: id<AccountId>(row.id),
      email: row.email,
      name: row.name,
      phone: row.phone,
      passwordHash: row.password_hash,
      roles: row.roles,
      isActive: row.is_active,
      verifiedAt: row.verified_at,
      recentMails: row.recent_mails.map(({ kind, at }) => ({ kind, at: new Date(at) })),
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    },
    row.version,
  );

/** In the order of the columns of `accounts`, but for the version. */
export const toAccountValues = (account: Account): unknown[] => {
  const state = account.toState();
  return [
    state.id,
    state.email,
    state.name,
    state.phone,
    state.passwordHash,
    state.roles,
    state.isActive,
    state.verifiedAt,
    JSON.stringify(state.recentMails),
    state.createdAt,
    state.updatedAt,
  ];
};

export type AccountViewRow = Omit<AccountRow, 'password_hash' | 'recent_mails'>;

export const toAccountView = (row: AccountViewRow): AccountView => ({
  id: id<AccountId>(row.id),
  email: row.email,
  name: row.name,
  phone: row.phone,
  roles: row.roles,
  isActive: row.is_active,
  isVerified: row.verified_at !== null,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  version: row.version,
});
