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

  constructor(sku: string) {
    super(`There is a variant with the SKU ${sku} already, perhaps an archived one: every SKU names one thing`, { sku });
  }
}

/** It leads to another product, or did. */
export class SlugTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'product.slug_taken';

  constructor(slug: string) {
    super(`The slug ${slug} leads to another product`, { slug });
  }
}

/** Unknown, archived, or another product's. */
export class VariantNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'variant.not_found';

  constructor() {
    super('This product has no such variant');
  }
}

export class ChoiceTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'variant.options_taken';

  constructor(choice: string, variantId: string) {
    super(`There is a variant for ${choice} already`, { variant_id: variantId });
  }
}

export class LastVariant extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'variant.last_one';

  constructor() {
    super('A product has at least one variant: archive the product instead');
  }
}

export class TooManyVariants extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'product.too_many_variants';

  constructor(limit: number) {
    super(`A product has at most ${limit} variants`, { limit });
  }
}

export class PriceNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'price.not_found';

  constructor() {
    super('This variant has no such price that waits or holds');
  }
}

/** Two prices at the same moment. */
export class PriceOverlap extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'price.overlap';

  constructor(priceId: string) {
    super('Another price holds for a part of this time already: end it first', { price_id: priceId });
  }
}

export class TooManyPrices extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'variant.too_many_prices';

  constructor(limit: number) {
    super(`A variant has at most ${limit} prices that wait or hold`, { limit });
  }
}

/** One field that does not fit; `path` is the field's public name. */
export interface ProductFault {
  readonly path: string;
  readonly code: 'required' | 'too_large' | 'format' | 'unknown' | 'repeated' | 'several_variants' | 'past' | 'not_a_draft';
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
