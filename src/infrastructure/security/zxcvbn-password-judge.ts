import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import type { PasswordJudge } from '../../application/identity/ports/password-judge.js';
import { COMMON_PASSWORDS } from './common-passwords.js';

/** Whoever needs no more tries than this would be let in by patience alone. */
const TRIES = 10_000;
/** What is longer is refused for its length; looking for patterns in it would only take time. */
const LONGEST = 128;

/** The list, and what is near to it: other cases, digits for letters, backwards, rows, repetitions, dates. */
export class ZxcvbnPasswordJudge implements PasswordJudge {
  readonly #zxcvbn = new ZxcvbnFactory({ dictionary: { passwords: [...COMMON_PASSWORDS] } });

  isCommon(password: string): boolean {
    if (password.length > LONGEST * 2) return false;
    return this.#zxcvbn.check(password).guesses < TRIES;
  }
}
