import type { DomainEvent } from '../shared/domain-event.js';
import type { CategoryId } from '../shared/ids.js';

interface CategoryFacts {
  readonly name: string;
  readonly slug: string;
  readonly parentId: CategoryId | null;
}
export type CategoryCreated = DomainEvent<'category.created', CategoryFacts>;
/** It has another name, description or place. */
export type CategoryRevised = DomainEvent<'category.revised', CategoryFacts>;
/** `movedTo` is where its products and categories went. */
export type CategoryRemoved = DomainEvent<'category.removed', { readonly movedTo: CategoryId | null }>;

export type CategoryEvent = CategoryCreated | CategoryRevised | CategoryRemoved;
