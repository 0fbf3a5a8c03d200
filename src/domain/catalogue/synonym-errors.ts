import { DomainError } from '../shared/domain-error.js';

export class InvalidSynonyms extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'synonyms.invalid';

  constructor(most: number, longest: number) {
    const message = `words must be 2 to ${most} different words or phrases of at most ${longest} characters`;
    super(message, { errors: [{ path: 'words', code: 'invalid', message }] });
  }
}

export class SynonymsNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'synonyms.not_found';

  constructor() {
    super('There are no such synonyms');
  }
}
