import { DomainError } from '../shared/domain-error.js';

/** Unknown, or not for the eyes of whoever asks: the answer is the same. */
export class ProductNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'product.not_found';

  constructor() {
    super('There is no such product');
  }
}

export class ImageNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'image.not_found';

  constructor() {
    super('This product has no such picture');
  }
}

export class TooManyImages extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'product.too_many_images';

  constructor(limit: number) {
    super(`A product has at most ${limit} pictures: take one away first`, { limit });
  }
}

/** Another variant, of this or of another product, is called so already. */
export class SkuTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'product.sku_taken';

  constructor() {
    super('There is a variant with this SKU already: every SKU names one thing');
  }
}

/** One field that does not fit; `path` is the field's public name. */
export interface ProductFault {
  readonly path: string;
  readonly code: 'required' | 'too_large' | 'format' | 'unknown' | 'repeated' | 'several_variants';
  readonly message: string;
}

/** Names every field that does not fit. */
export class InvalidProduct extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'request.invalid';

  constructor(readonly faults: readonly ProductFault[]) {
    super(`The product is not valid: ${faults.map(({ message }) => message).join('; ')}`, { errors: faults });
  }
}
