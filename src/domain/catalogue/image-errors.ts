import { DomainError } from '../shared/domain-error.js';

/** What was sent is not one of the kinds of picture that are read, whatever its name or type says. */
export class UnsupportedImage extends DomainError {
  readonly kind = 'unsupported';
  readonly code = 'request.unsupported_media_type';

  constructor() {
    super('Send a picture as JPEG, PNG, WebP, GIF or AVIF');
  }
}

/** Too many bytes, or too many pixels however few the bytes are. */
export class ImageTooLarge extends DomainError {
  readonly kind = 'too_large';
  readonly code = 'request.too_large';

  constructor(limits: { readonly bytes: number; readonly pixels: number }) {
    super(`A picture has at most ${limits.bytes} bytes and ${limits.pixels} pixels`, {
      max_bytes: limits.bytes,
      max_pixels: limits.pixels,
    });
  }
}

/** There is no reading or keeping pictures now: a full disk, or a store that does not answer. The rest of the shop goes on. */
export class ImagesUnavailable extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'media.unavailable';
  /** Seconds. */
  readonly retryAfter = 5;

  /** @param cause for the log alone. */
  constructor(cause?: unknown) {
    super('Pictures cannot be kept or shown right now: try again in a moment');
    this.cause = cause;
  }
}

/** Nothing is kept at this address, or not any more. */
export class MediaNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'media.not_found';

  constructor() {
    super('There is no picture at this address');
  }
}
