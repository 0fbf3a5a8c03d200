import { UnfitPassword, type PasswordFault } from './account-errors.js';

export const MIN_PASSWORD_LENGTH = 8;
export const MAX_PASSWORD_LENGTH = 128;

export interface PasswordCandidate {
  readonly password: string;
  /** Of the account that wants it. */
  readonly email: string;
  /** Whether it is among those that are tried first. */
  readonly isCommon: boolean;
}

/** People type letters, not code units. */
const lengthOf = (text: string): number => [...text].length;

function faultOf({ password, email, isCommon }: PasswordCandidate): PasswordFault | undefined {
  const length = lengthOf(password);
  if (length < MIN_PASSWORD_LENGTH) return { code: 'too_short', message: `it needs at least ${MIN_PASSWORD_LENGTH} characters` };
  if (length > MAX_PASSWORD_LENGTH) return { code: 'too_long', message: `it may have at most ${MAX_PASSWORD_LENGTH} characters` };
  const said = password.trim().toLowerCase();
  if (said === email || said === email.slice(0, email.lastIndexOf('@')))
    return { code: 'is_email', message: 'it must not be the e-mail address' };
  if (isCommon) return { code: 'too_common', message: 'it is one of those that are tried first' };
  return undefined;
}

/** Length and not being guessed at once is all that counts; no rules about signs and digits. @throws UnfitPassword */
export function requireFitPassword(candidate: PasswordCandidate, field: string): void {
  const fault = faultOf(candidate);
  if (fault) throw new UnfitPassword(field, fault);
}
