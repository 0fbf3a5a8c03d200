import { DomainError } from '../shared/domain-error.js';
import type { LabelKind } from './label.js';

export class LabelNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code: `${LabelKind}.not_found`;

  constructor(kind: LabelKind) {
    super(`There is no such ${kind}`);
    this.code = `${kind}.not_found`;
  }
}

/** The label that is to take over the products of another. */
export class UnknownLabel extends DomainError {
  readonly kind = 'invalid';
  readonly code: `${LabelKind}.unknown`;

  constructor(kind: LabelKind) {
    const message = `move_to is not the id of another ${kind}`;
    super(message, { errors: [{ path: 'move_to', code: 'unknown', message }] });
    this.code = `${kind}.unknown`;
  }
}

export class LabelNameTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code: `${LabelKind}.name_taken`;

  constructor(kind: LabelKind, name: string) {
    super(`There is a ${kind} called ${name}`);
    this.code = `${kind}.name_taken`;
  }
}

/** Products carry it (published or not), and nobody said what they carry instead. */
export class BrandInUse extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'brand.in_use';

  constructor(products: number) {
    super(`${products} products are of this brand: give them another one first, or say which with move_to`, { products });
  }
}
