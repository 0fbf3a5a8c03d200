import { AggregateRoot } from '../shared/aggregate-root.js';
import type { AddressId, CustomerId } from '../shared/ids.js';
import type { PostalAddress } from '../shared/postal-address.js';
import { AddressBookFull, AddressNotFound } from './address-book-errors.js';

/** `shipping` is where a checkout sends to when it names no address, `billing` where it bills to. */
export type DefaultKind = 'shipping' | 'billing';

export interface AddressEntry {
  readonly id: AddressId;
  readonly address: PostalAddress;
  readonly isDefaultShipping: boolean;
  readonly isDefaultBilling: boolean;
}

export interface AddressBookState {
  readonly customerId: CustomerId;
  /** In the order in which they were added. */
  readonly entries: readonly AddressEntry[];
}

const MAX_ENTRIES = 100;
const FLAG = { shipping: 'isDefaultShipping', billing: 'isDefaultBilling' } as const;

/** A customer's addresses. As long as there is one, exactly one is the default of each kind: the first, until another is chosen. */
export class AddressBook extends AggregateRoot<never> {
  #state: AddressBookState;

  private constructor(state: AddressBookState, version: number) {
    super(version);
    this.#state = state;
  }

  static empty(customerId: CustomerId): AddressBook {
    return new AddressBook({ customerId, entries: [] }, 0);
  }

  /** From storage: no rules are checked again. */
  static reconstitute(state: AddressBookState, version: number): AddressBook {
    return new AddressBook(state, version);
  }

  /** A book belongs to one customer and is known by them. */
  get id(): CustomerId {
    return this.#state.customerId;
  }

  get entries(): readonly AddressEntry[] {
    return this.#state.entries;
  }

  get defaultShipping(): AddressEntry | undefined {
    return this.#state.entries.find(({ isDefaultShipping }) => isDefaultShipping);
  }

  get defaultBilling(): AddressEntry | undefined {
    return this.#state.entries.find(({ isDefaultBilling }) => isDefaultBilling);
  }

  find(addressId: AddressId): AddressEntry | undefined {
    return this.#state.entries.find(({ id }) => id === addressId);
  }

  /** The first address is the default of both kinds. @throws AddressBookFull */
  add(addressId: AddressId, address: PostalAddress): void {
    const { entries } = this.#state;
    if (entries.length >= MAX_ENTRIES) throw new AddressBookFull(MAX_ENTRIES);
    const isFirst = entries.length === 0;
    this.#become([...entries, { id: addressId, address, isDefaultShipping: isFirst, isDefaultBilling: isFirst }]);
  }

  /** @throws AddressNotFound */
  revise(addressId: AddressId, address: PostalAddress): void {
    this.#known(addressId);
    this.#become(this.#state.entries.map((entry) => (entry.id === addressId ? { ...entry, address } : entry)));
  }

  /** Takes the place of the present default. @throws AddressNotFound */
  chooseDefault(addressId: AddressId, kind: DefaultKind): void {
    this.#known(addressId);
    this.#become(this.#state.entries.map((entry) => ({ ...entry, [FLAG[kind]]: entry.id === addressId })));
  }

  /** When the default goes, the oldest of the others takes its place. @throws AddressNotFound */
  forget(addressId: AddressId): void {
    const gone = this.#known(addressId);
    const [heir, ...others] = this.#state.entries.filter(({ id }) => id !== addressId);
    if (!heir) return this.#become([]);
    const isDefaultShipping = heir.isDefaultShipping || gone.isDefaultShipping;
    const isDefaultBilling = heir.isDefaultBilling || gone.isDefaultBilling;
    this.#become([{ ...heir, isDefaultShipping, isDefaultBilling }, ...others]);
  }

  toState(): AddressBookState {
    return this.#state;
  }

  #known(addressId: AddressId): AddressEntry {
    const entry = this.find(addressId);
    if (!entry) throw new AddressNotFound(addressId);
    return entry;
  }

  #become(entries: readonly AddressEntry[]): void {
    this.#state = { ...this.#state, entries };
  }
}
