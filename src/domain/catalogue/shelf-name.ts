import { DomainError } from '../shared/domain-error.js';

export class InvalidShelfName extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'catalogue.invalid_name';

  constructor(limit: number) {
    super(`A name has 1 to ${limit} characters`);
  }
}

export const MAX_SHELF_NAME = 80;

/** The name of a category, brand or tag as it is kept: one line, letters composed, no blanks around it. */
export const tidyName = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** @throws InvalidShelfName when nothing is left of it, or too much. */
export function shelfName(text: string): string {
  const name = tidyName(text);
  if (name === '' || [...name].length > MAX_SHELF_NAME) throw new InvalidShelfName(MAX_SHELF_NAME);
  return name;
}
