import type { DomainEvent } from '../shared/domain-event.js';
import type { Role } from './account-state.js';

/** The mail's secret is made when the mail is written: no event holds one. */
export type AccountRegistered = DomainEvent<'account.registered', { readonly email: string }>;
/** Somebody tried to open an account with an address that has one; its owner should know. */
export type AccountRegisteredAgain = DomainEvent<'account.registered_again', { readonly email: string }>;
export type AccountVerificationRequested = DomainEvent<'account.verification_requested', { readonly email: string }>;
export type AccountVerified = DomainEvent<'account.verified', { readonly email: string }>;
export type AccountPasswordResetRequested = DomainEvent<'account.password_reset_requested', { readonly email: string }>;
export type AccountPasswordChanged = DomainEvent<'account.password_changed', { readonly email: string }>;
/** `email` is the present address, `newEmail` the one that has to be confirmed. */
export type AccountEmailChangeRequested = DomainEvent<
  'account.email_change_requested',
  { readonly email: string; readonly newEmail: string }
>;
/** `email` is the address from now on, `oldEmail` the one before. */
export type AccountEmailChanged = DomainEvent<'account.email_changed', { readonly email: string; readonly oldEmail: string }>;
export type AccountRolesChanged = DomainEvent<'account.roles_changed', { readonly roles: readonly Role[] }>;
export type AccountSuspended = DomainEvent<'account.suspended', { readonly email: string }>;
export type AccountRestored = DomainEvent<'account.restored', { readonly email: string }>;

export type AccountEvent =
  | AccountRegistered
  | AccountRegisteredAgain
  | AccountVerificationRequested
  | AccountVerified
  | AccountPasswordResetRequested
  | AccountPasswordChanged
  | AccountEmailChangeRequested
  | AccountEmailChanged
  | AccountRolesChanged
  | AccountSuspended
  | AccountRestored;
