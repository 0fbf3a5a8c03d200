import type { AccountView } from '../../../application/identity/ports/account-queries.js';
import type { SessionGrant } from '../../../application/identity/session-grant.js';

export const presentUser = (account: AccountView) => ({
  id: account.id,
  email: account.email,
  name: account.name,
  phone: account.phone,
  roles: account.roles,
  is_admin: account.roles.includes('admin'),
  is_active: account.isActive,
  is_verified: account.isVerified,
  created_at: account.createdAt.toISOString(),
  updated_at: account.updatedAt.toISOString(),
});

/** @param isBrowser a browser has its tokens in cookies and never sees them. */
export const presentGrant = (grant: SessionGrant, message: string, isBrowser: boolean) => ({
  message,
  expires_in: grant.expiresIn,
  ...(isBrowser ? {} : { access_token: grant.accessToken, refresh_token: grant.refreshToken, token_type: 'Bearer' }),
});
