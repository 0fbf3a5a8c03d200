import type { DomainEvent } from '../shared/domain-event.js';
import type { CustomerId, VariantId } from '../shared/ids.js';

/** Somebody who had no cart put something in one. What comes and goes after that is nobody's news. */
export type CartStarted = DomainEvent<'cart.started', { readonly customerId: CustomerId }>;
/** What was in it has become an order. */
export type CartCheckedOut = DomainEvent<
  'cart.checked_out',
  { readonly customerId: CustomerId; readonly items: readonly { readonly variantId: VariantId; readonly quantity: number }[] }
>;

export type CartEvent = CartStarted | CartCheckedOut;
