import { DomainError } from './domain-error.js';

export class InvalidEmailAddress extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'account.invalid_email';

  constructor() {
    super('This is not an e-mail address we can write to: it needs the form name@example.com');
  }
}

/** One local part, one domain with a dot, nothing that could end a mail header (RFC 5321 lengths). */
const ADDRESS = /^[^\s@<>()[\],;:\\"]{1,64}@(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i;

/** Also what a database cannot store. */
const CONTROL = /\p{Cc}/u;

/** An e-mail address, kept trimmed and in lower case, so that one mailbox is one account. */
export class EmailAddress {
  private constructor(readonly value: string) {}

  static isValid(text: string): boolean {
    return ADDRESS.test(text.trim()) && !text.includes('..') && !CONTROL.test(text);
  }

  /** @throws InvalidEmailAddress */
  static parse(text: string): EmailAddress {
    if (!EmailAddress.isValid(text)) throw new InvalidEmailAddress();
    return new EmailAddress(text.trim().toLowerCase());
  }

  get localPart(): string {
    return this.value.slice(0, this.value.lastIndexOf('@'));
  }
}
