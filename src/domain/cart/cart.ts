import { AggregateRoot } from '../shared/aggregate-root.js';
import type { CartId, CartItemId, CustomerId, ProductId, VariantId } from '../shared/ids.js';
import type { Money } from '../shared/money.js';
import { CartFull, CartIsCheckedOut, CartItemNotFound, InvalidQuantity, SeveralItemsOfProduct } from './cart-errors.js';
import type { CartEvent } from './cart-events.js';

/** A cart takes changes until it has become an order. */
export type CartStatus = 'active' | 'checked_out';

export interface CartItem {
  readonly id: CartItemId;
  readonly productId: ProductId;
  readonly variantId: VariantId;
  readonly quantity: number;
  /** What one piece cost when the buyer last touched this line: another price is worth telling. */
  readonly seenPrice: Money;
  readonly addedAt: Date;
}

export interface CartState {
  readonly id: CartId;
  readonly customerId: CustomerId;
  readonly status: CartStatus;
  /** In the order in which they were put in; a variant has one line. */
  readonly items: readonly CartItem[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What is put in, at the price the buyer sees. */
export interface Choice {
  readonly productId: ProductId;
  readonly variantId: VariantId;
  readonly unitPrice: Money;
}

export const MAX_QUANTITY = 999;
const MAX_ITEMS = 200;

/** What a customer is about to buy. It remembers what was seen of prices, and knows none: those are today's. */
export class Cart extends AggregateRoot<CartEvent> {
  #state: CartState;

  private constructor(state: CartState, version: number) {
    super(version);
    this.#state = state;
  }

  static start(id: CartId, customerId: CustomerId, at: Date): Cart {
    const cart = new Cart({ id, customerId, status: 'active', items: [], createdAt: at, updatedAt: at }, 0);
    cart.record({ type: 'cart.started', aggregateId: id, occurredAt: at, payload: { customerId } });
    return cart;
  }

  /** From storage: no rules are checked again and nothing is announced again. */
  static reconstitute(state: CartState, version: number): Cart {
    return new Cart(state, version);
  }

  get id(): CartId {
    return this.#state.id;
  }

  get customerId(): CustomerId {
    return this.#state.customerId;
  }

  get items(): readonly CartItem[] {
    return this.#state.items;
  }

  find(itemId: CartItemId): CartItem | undefined {
    return this.#state.items.find(({ id }) => id === itemId);
  }

  /** The one line of a product, if it has one. @throws SeveralItemsOfProduct */
  itemOf(productId: ProductId): CartItem | undefined {
    const items = this.#state.items.filter((item) => item.productId === productId);
    if (items.length > 1) throw new SeveralItemsOfProduct(productId, items);
    return items[0];
  }

  /**
   * Adds to the line of the variant; `itemId` names a new line if there is none.
   * @throws CartIsCheckedOut
   * @throws InvalidQuantity unless `quantity` is from 1 and the sum at most 999
   * @throws CartFull
   */
  put({ productId, variantId, unitPrice }: Choice, quantity: number, itemId: CartItemId, at: Date): CartItem {
    this.#mustBeActive();
    if (quantity < 1) throw new InvalidQuantity(1, MAX_QUANTITY);
    const known = this.#state.items.find((item) => item.variantId === variantId);
    if (known) return this.#replace({ ...known, quantity: holdable(known.quantity + quantity), seenPrice: unitPrice }, at);
    if (this.#state.items.length >= MAX_ITEMS) throw new CartFull(MAX_ITEMS);
    const item = { id: itemId, productId, variantId, quantity: holdable(quantity), seenPrice: unitPrice, addedAt: at };
    this.#become([...this.#state.items, item], at);
    return item;
  }

  /**
   * Makes it `quantity` pieces, at the price that is seen now; 0 takes the line out.
   * @returns the line, or undefined when it went.
   * @throws CartIsCheckedOut @throws CartItemNotFound @throws InvalidQuantity
   */
  resize(itemId: CartItemId, quantity: number, seenPrice: Money, at: Date): CartItem | undefined {
    this.#mustBeActive();
    const item = this.#known(itemId);
    if (quantity !== 0) return this.#replace({ ...item, quantity: holdable(quantity), seenPrice }, at);
    this.remove(itemId, at);
    return undefined;
  }

  /** @throws CartIsCheckedOut @throws CartItemNotFound */
  remove(itemId: CartItemId, at: Date): void {
    this.#mustBeActive();
    this.#known(itemId);
    this.#become(
      this.#state.items.filter(({ id }) => id !== itemId),
      at,
    );
  }

  /** What is in it becomes an order; from now on it stays as it is. @throws CartIsCheckedOut */
  checkOut(at: Date): void {
    this.#mustBeActive();
    this.#state = { ...this.#state, status: 'checked_out', updatedAt: at };
    const items = this.#state.items.map(({ variantId, quantity }) => ({ variantId, quantity }));
    this.record({ type: 'cart.checked_out', aggregateId: this.id, occurredAt: at, payload: { customerId: this.customerId, items } });
  }

  toState(): CartState {
    return this.#state;
  }

  #mustBeActive(): void {
    if (this.#state.status !== 'active') throw new CartIsCheckedOut();
  }

  #known(itemId: CartItemId): CartItem {
    const item = this.find(itemId);
    if (!item) throw new CartItemNotFound();
    return item;
  }

  #replace(changed: CartItem, at: Date): CartItem {
    this.#become(
      this.#state.items.map((item) => (item.id === changed.id ? changed : item)),
      at,
    );
    return changed;
  }

  #become(items: readonly CartItem[], at: Date): void {
    this.#state = { ...this.#state, items, updatedAt: at };
  }
}

/** @throws InvalidQuantity */
function holdable(quantity: number): number {
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > MAX_QUANTITY) throw new InvalidQuantity(1, MAX_QUANTITY);
  return quantity;
}
