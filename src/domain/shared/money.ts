import { DomainError } from './domain-error.js';

/** An ISO 4217 code, upper case. */
export type Currency = string;

/** Money as plain data, for events and storage: integer minor units beside the currency. */
export interface MoneyData {
  readonly minor: number;
  readonly currency: Currency;
}

/** Currencies whose minor unit is not 1/100 (ISO 4217, list one). Every other code has two decimals. */
const DECIMALS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
  CLF: 4, UYW: 4,
}; // prettier-ignore

/** How many digits follow the decimal point in this currency. */
export const decimalsOf = (currency: Currency): number => DECIMALS[currency] ?? 2;

export class InvalidAmount extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'money.invalid_amount';

  constructor(amount: unknown) {
    super(`${String(amount)} is not an amount: an amount is a whole, non-negative number of minor units`);
  }
}

export class CurrencyMismatch extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'money.currency_mismatch';

  constructor(left: Currency, right: Currency) {
    super(`${left} and ${right} cannot be added or compared`);
  }
}

const DECIMAL = /^(\d{1,16})(?:\.(\d+))?$/;

/** A non-negative amount in minor units. Direction is a word (discount, refund), never a sign. */
export class Money {
  private constructor(
    readonly minor: number,
    readonly currency: Currency,
  ) {}

  /** @throws InvalidAmount unless `minor` is a whole number from 0 to 2^53 − 1. */
  static of(minor: number, currency: Currency): Money {
    if (!Number.isSafeInteger(minor) || minor < 0) throw new InvalidAmount(minor);
    return new Money(minor, currency);
  }

  static zero(currency: Currency): Money {
    return new Money(0, currency);
  }

  static from(data: MoneyData): Money {
    return Money.of(data.minor, data.currency);
  }

  /**
   * Reads major units as decimal text ("10.5"), never through float arithmetic. A number is read by its shortest text.
   * @throws InvalidAmount when it is no plain decimal or has more decimals than the currency.
   */
  static parse(text: string | number, currency: Currency): Money {
    const match = DECIMAL.exec(String(text));
    const decimals = decimalsOf(currency);
    const [, whole = '', fraction = ''] = match ?? [];
    if (!match || fraction.replace(/0+$/, '').length > decimals) throw new InvalidAmount(text);
    return Money.of(Number(whole + fraction.slice(0, decimals).padEnd(decimals, '0')), currency);
  }

  /** Major units as decimal text with all the currency's decimals: "10.50". */
  toDecimal(): string {
    const decimals = decimalsOf(this.currency);
    if (decimals === 0) return String(this.minor);
    const digits = String(this.minor).padStart(decimals + 1, '0');
    return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  }

  plus(other: Money): Money {
    return Money.of(this.minor + this.#sameCurrency(other).minor, this.currency);
  }

  /** @throws InvalidAmount when the result would be negative. */
  minus(other: Money): Money {
    return Money.of(this.minor - this.#sameCurrency(other).minor, this.currency);
  }

  times(quantity: number): Money {
    return Money.of(this.minor * quantity, this.currency);
  }

  /** The smaller of the two; for caps such as "a discount is at most the goods". */
  atMost(other: Money): Money {
    return this.minor <= this.#sameCurrency(other).minor ? this : other;
  }

  equals(other: Money): boolean {
    return this.minor === this.#sameCurrency(other).minor;
  }

  /** Also of another currency it is not the same. */
  isSameAs(other: Money): boolean {
    return this.currency === other.currency && this.minor === other.minor;
  }

  isMoreThan(other: Money): boolean {
    return this.minor > this.#sameCurrency(other).minor;
  }

  get isZero(): boolean {
    return this.minor === 0;
  }

  /** Splits by weight without losing a cent: leftover cents go to the largest remainders, on a tie to the first line. */
  allocate(weights: readonly number[]): Money[] {
    const given = weights.map((weight) => BigInt(weight));
    const sum = given.reduce((total, weight) => total + weight, 0n);
    const parts = sum === 0n ? given.map(() => 1n) : given; // free lines share evenly
    const whole = sum === 0n ? BigInt(weights.length) : sum;
    const exact = parts.map((part) => BigInt(this.minor) * part);
    const shares = exact.map((value) => Number(value / whole));
    const leftover = this.minor - shares.reduce((total, share) => total + share, 0);
    const luckiest = exact
      .map((value, index) => ({ index, rest: value % whole }))
      .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1))
      .slice(0, leftover)
      .map(({ index }) => index);
    return shares.map((share, index) => Money.of(share + (luckiest.includes(index) ? 1 : 0), this.currency));
  }

  /**
   * The share of unit `index` (from 0) out of `count` equal units, so that all the shares add up to the whole
   * whatever the order in which they are asked for: round half up of the running total, minus the one before.
   */
  unitShare(index: number, count: number): Money {
    const upTo = (units: number) => Number((2n * BigInt(this.minor) * BigInt(units) + BigInt(count)) / (2n * BigInt(count)));
    return Money.of(upTo(index + 1) - upTo(index), this.currency);
  }

  toData(): MoneyData {
    return { minor: this.minor, currency: this.currency };
  }

  #sameCurrency(other: Money): Money {
    if (other.currency !== this.currency) throw new CurrencyMismatch(this.currency, other.currency);
    return other;
  }
}
