export interface LoginAttempt {
  /** Whose password is tried: an e-mail address, known to us or not. */
  readonly email: string;
  /** Where it is tried from. */
  readonly address: string;
}

/**
 * Slows down whoever guesses: after five wrong passwords for one e-mail address, or from one network address, further ones are refused
 * unread for a second, then two, up to a quarter of an hour. Known and unknown e-mail addresses are treated alike.
 */
export interface LoginGuard {
  /**
   * Runs `isRight` unless it has to be refused; those for the same e-mail or network address take turns, so that many at once are no way round.
   * @throws TooManyAttempts
   */
  attempt(attempt: LoginAttempt, isRight: () => Promise<boolean>): Promise<boolean>;
  /** Whoever has just proven in another way that the account is theirs may try at once. */
  forgive(email: string): Promise<void>;
}
