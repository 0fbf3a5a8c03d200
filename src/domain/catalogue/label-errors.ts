import { DomainError } from '../shared/domain-error.js';
import type { LabelKind } from './label.js';
import type { TagRule } from './tag-rule.js';

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

/** A rule has one tag: what it stands for would else be shown twice. */
export class TagRuleTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'tag.rule_taken';

  constructor(rule: TagRule, name: string) {
    super(`The tag ${name} has the rule ${rule} already`, { rule, name });
  }
}

/** Its products come and go by its rule, and cannot be given to it. */
export class TagHasRule extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'tag.has_rule';

  constructor() {
    const message = 'move_to is a tag with a rule: products come to it by themselves';
    super(message, { errors: [{ path: 'move_to', code: 'has_rule', message }] });
  }
}
