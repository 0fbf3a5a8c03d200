import { DomainError } from '../../domain/shared/domain-error.js';

/** Somebody else changed it first. The unit of work tries again; what reaches a client is a 409. */
export class ConcurrencyConflict extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'request.conflict';

  constructor(
    readonly resource: string,
    readonly resourceId: string,
  ) {
    super(`The ${resource} was changed by somebody else at the same moment: read it again and repeat`);
  }
}

/** A client's `version` in the body is not the stored one. */
export class StaleVersion extends DomainError {
  readonly kind = 'conflict';
  readonly code: string;

  constructor(resource: string, current: number) {
    super(`This ${resource} has been changed since you read it: read it again and repeat your change`, { current_version: current });
    this.code = `${resource}.stale_version`;
  }
}

/** A client's `If-Match` is not the stored version (RFC 9110 §13.1.1). */
export class PreconditionFailed extends DomainError {
  readonly kind = 'stale';
  readonly code: string;

  constructor(resource: string, current: number) {
    super(`This ${resource} has been changed since you read it: read it again and repeat your change`, { current_version: current });
    this.code = `${resource}.stale_version`;
  }
}

/** The same key came with another request (draft-ietf-httpapi-idempotency-key-header §2.6). */
export class IdempotencyKeyReused extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'idempotency.key_reused';

  constructor() {
    super('This Idempotency-Key was used with another request: send a new key');
  }
}

/** The first request with this key has not finished. */
export class IdempotencyInProgress extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'idempotency.in_progress';
  /** Seconds. */
  readonly retryAfter = 1;

  constructor() {
    super('The first request with this Idempotency-Key is still running: ask again in a moment');
  }
}

/** No refusal: a request with this key was answered before, and this is the reply that it got. */
export class AnsweredBefore extends Error {
  constructor(readonly reply: string) {
    super('A request with this Idempotency-Key was answered before');
  }
}

/** A part we depend on does not answer. */
export class Unavailable extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'server.unavailable';
  /** Seconds. */
  readonly retryAfter = 2;

  constructor() {
    super('The shop cannot answer right now: try again in a moment');
  }
}

/** A cursor that was not given for this list in this order. */
export class InvalidCursor extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'request.invalid';

  constructor() {
    const message = 'cursor is not one that we gave for this list in this order';
    super(message, { errors: [{ path: 'cursor', code: 'cursor', message }] });
  }
}
