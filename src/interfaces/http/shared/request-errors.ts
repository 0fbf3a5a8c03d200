import { DomainError } from '../../../domain/shared/domain-error.js';

export class NotAuthenticated extends DomainError {
  readonly kind = 'unauthenticated';
  readonly code = 'account.not_authenticated';

  constructor() {
    super('Log in first, or refresh your session');
  }
}

export class Forbidden extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'account.forbidden';

  constructor() {
    super('Your account may not do this');
  }
}

export class CrossSiteRequest extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'request.cross_site';

  constructor() {
    super('This request came from a site that is not allowed to make it: its origin has to be listed in CORS_ORIGINS');
  }
}

export class MalformedRequest extends DomainError {
  readonly kind = 'malformed';
  readonly code = 'request.malformed';
}

export class UnknownRoute extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'request.unknown_route';

  constructor() {
    super('There is nothing at this address: see /docs for what there is');
  }
}

/** Belongs to HTTP alone, so it is no DomainError; the `Allow` header says what works. */
export class MethodNotAllowed extends Error {
  readonly status = 405;
}

export class UnsupportedMediaType extends DomainError {
  readonly kind = 'unsupported';
  readonly code = 'request.unsupported_media_type';

  constructor(accepted: string) {
    super(`Send the body as ${accepted}`);
  }
}

export class RequestTooLarge extends DomainError {
  readonly kind = 'too_large';
  readonly code = 'request.too_large';

  constructor(maxBytes: number) {
    super(`The body is too large: at most ${maxBytes} bytes are accepted`, { max_bytes: maxBytes });
  }
}

export class AddressTooLong extends DomainError {
  readonly kind = 'too_long';
  readonly code = 'request.address_too_long';

  constructor(longest: number) {
    super(`The address is too long: at most ${longest} characters are read`, { max_length: longest });
  }
}

/** This process has more to do than it can; what matters more goes first. */
export class Overloaded extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'server.overloaded';
  /** Seconds. */
  readonly retryAfter = 2;

  constructor() {
    super('The shop has more to do than it can at the moment: try again in a few seconds');
  }
}

export class BadIdempotencyKey extends DomainError {
  readonly kind = 'malformed';
  readonly code = 'idempotency.bad_key';

  constructor() {
    super('An Idempotency-Key is 1 to 255 visible ASCII characters');
  }
}

export class RateLimited extends DomainError {
  readonly kind = 'too_many';
  readonly code = 'request.rate_limited';

  /** @param retryAfter seconds */
  constructor(readonly retryAfter: number) {
    super(`Too many requests: try again in ${retryAfter} s`);
  }
}

/** One thing that is wrong with a request; `path` is a field's or parameter's name, '' the whole. */
export interface Fault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export class InvalidRequest extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'request.invalid';

  constructor(errors: readonly Fault[]) {
    super(
      `The request is not valid: ${errors.map(({ path, message }) => (path && !message.includes(path) ? `${path} ${message}` : message)).join('; ')}`,
      {
        errors,
      },
    );
  }
}
