import { DomainError } from '../shared/domain-error.js';

/** Nobody can look at pictures now. Searching by words, and the rest of the shop, goes on. */
export class ImageSearchUnavailable extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'image_search.unavailable';
  /** Seconds. */
  readonly retryAfter = 5;

  /** @param cause for the log alone. */
  constructor(cause?: unknown) {
    super('Searching by picture does not work right now: search by words, or try again in a moment');
    this.cause = cause;
  }
}
