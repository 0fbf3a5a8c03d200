import { DomainError } from '../shared/domain-error.js';

export class CategoryNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'category.not_found';

  constructor() {
    super('There is no such category');
  }
}

/** The category that another is to be put under, or whose things are to be moved to. */
export class UnknownCategory extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'category.unknown';

  constructor(readonly path: 'parent_id' | 'move_to') {
    const message = `${path} is not the id of a category`;
    super(message, { errors: [{ path, code: 'unknown', message }] });
  }
}

export class CategoryNameTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'category.name_taken';

  constructor(name: string) {
    super(`There is a category called ${name} in the same place`);
  }
}

export class CategoryCycle extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'category.cycle';

  constructor() {
    super('A category cannot be put under itself or under one of its own');
  }
}

export class CategoryTooDeep extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'category.too_deep';

  constructor(limit: number) {
    super(`Categories are nested at most ${limit} deep`, { limit });
  }
}

/** It has products (published or not) or categories under it, and nobody said where they go. */
export class CategoryInUse extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'category.in_use';

  constructor(products: number, children: number) {
    super(`This category holds ${products} products and ${children} categories: move them first, or say where to with move_to`, {
      products,
      children,
    });
  }
}
