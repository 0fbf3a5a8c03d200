/** Knows what is tried first. */
export interface PasswordJudge {
  /** Whether the password is on the list of common ones, or so near to one that it is guessed at once. */
  isCommon(password: string): boolean;
}
