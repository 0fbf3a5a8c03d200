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

/** Nothing is kept at this address, or not any more. */
export class MediaNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'media.not_found';

  constructor() {
    super('There is no picture at this address');
  }
}
