import { DomainError } from '../shared/domain-error.js';

/** The same for an unknown address, a wrong password and a disabled account. */
export class BadCredentials extends DomainError {
  readonly kind = 'unauthenticated';
  readonly code = 'account.bad_credentials';

  constructor() {
    super('E-mail address and password do not belong together');
  }
}

/** No session, or one that has ended, or whose secret was used before. */
export class SessionOver extends DomainError {
  readonly kind = 'unauthenticated';
  readonly code = 'account.not_authenticated';

  constructor() {
    super('Log in first: this session is over');
  }
}

/** Of somebody who is signed in; a 401 would make clients refresh and try again. */
export class WrongPassword extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'account.wrong_password';

  constructor() {
    super('The old password is not right', {
      errors: [{ path: 'old_password', code: 'wrong_password', message: 'old_password is not right' }],
    });
  }
}

/** Refused unread: whether the password would have been right is not said. */
export class TooManyAttempts extends DomainError {
  readonly kind = 'too_many';
  readonly code = 'account.too_many_attempts';

  /** @param retryAfter seconds */
  constructor(readonly retryAfter: number) {
    super(`Too many wrong passwords: try again in ${retryAfter} s`, { retry_after: retryAfter });
  }
}

/** Unknown, used, replaced by a newer one, or too old: which of these is not said. */
export class InvalidToken extends DomainError {
  readonly kind = 'malformed';
  readonly code = 'account.invalid_token';

  constructor() {
    super('This link or token does not work any more: ask for a new one');
  }
}

export class AccountNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'account.not_found';

  constructor() {
    super('There is no such account');
  }
}

/** A shop that nobody can run any more could only be opened again by hand. */
export class LastAdminStays extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'account.last_admin';

  constructor() {
    super('This is the last active admin: make somebody else an admin first');
  }
}

/** What speaks against a password. */
export interface PasswordFault {
  readonly code: 'too_short' | 'too_long' | 'too_common' | 'is_email';
  readonly message: string;
}

/** Names what is wrong with a password that somebody wants to have. */
export class UnfitPassword extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'request.invalid';

  /** @param field the public name of the field that held it. */
  constructor(field: string, fault: PasswordFault) {
    super(`The password does not do: ${fault.message}`, { errors: [{ path: field, code: fault.code, message: fault.message }] });
  }
}
