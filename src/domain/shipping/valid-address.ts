import type { PostalAddress } from '../shared/postal-address.js';
import { InvalidAddress, type AddressFault } from './address-book-errors.js';
import { addressFormOf } from './address-forms.js';
import { countryCodeOf, countryNameOf } from './countries.js';

/** An address as somebody wrote it. Blank text is the same as nothing. */
export interface AddressDraft {
  readonly name?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly addressLine1?: string | null | undefined;
  readonly addressLine2?: string | null | undefined;
  readonly city?: string | null | undefined;
  readonly state?: string | null | undefined;
  readonly postalCode?: string | null | undefined;
  /** An alpha-2 code or an English name. */
  readonly country?: string | null | undefined;
}

/** What the outside calls each field, and how long it may be. */
const FIELDS = {
  name: { path: 'name', max: 200 },
  phone: { path: 'phone', max: 40 },
  addressLine1: { path: 'address_line1', max: 200 },
  addressLine2: { path: 'address_line2', max: 200 },
  city: { path: 'city', max: 100 },
  state: { path: 'state', max: 100 },
  postalCode: { path: 'postal_code', max: 20 },
  country: { path: 'country', max: 100 },
} as const;
type Field = keyof typeof FIELDS;

const UNPRINTABLE = /\p{Cc}/gu;

/** On one line, without blanks around it; nothing left is null. */
const tidy = (text: string | null | undefined): string | null => text?.replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim() || null;

/**
 * The address in the form in which it is kept and copied, complete for its country.
 * @param fallbackName who it is for when the draft does not say.
 * @throws InvalidAddress that names every field at fault.
 */
export function validAddress(draft: AddressDraft, fallbackName: string): PostalAddress {
  const given = Object.fromEntries((Object.keys(FIELDS) as Field[]).map((field) => [field, tidy(draft[field])])) as Record<
    Field,
    string | null
  >;
  const country = given.country === null ? undefined : countryCodeOf(given.country);
  const faults = [...faultsOfLength(given), ...faultsOfPlace(given), ...faultsOfCountry(given.country, country)];
  if (country !== undefined) faults.push(...faultsOfForm(given, country));
  if (faults.length > 0) throw new InvalidAddress(faults);
  return {
    name: given.name ?? fallbackName,
    phone: given.phone,
    addressLine1: given.addressLine1 ?? '',
    addressLine2: given.addressLine2,
    city: given.city ?? '',
    state: given.state,
    postalCode: given.postalCode,
    country: country ?? '',
  };
}

type Given = Readonly<Record<Field, string | null>>;

const fault = (field: Field, code: AddressFault['code'], rest: string): AddressFault => {
  const { path } = FIELDS[field];
  return { path, code, message: `${path} ${rest}` };
};

const faultsOfLength = (given: Given): AddressFault[] =>
  (Object.keys(FIELDS) as Field[])
    .filter((field) => (given[field]?.length ?? 0) > FIELDS[field].max)
    .map((field) => fault(field, 'too_long', `must be at most ${FIELDS[field].max} characters`));

const faultsOfPlace = (given: Given): AddressFault[] =>
  (['addressLine1', 'city'] as const).filter((field) => given[field] === null).map((field) => fault(field, 'required', 'is required'));

function faultsOfCountry(text: string | null, country: string | undefined): AddressFault[] {
  if (text === null) return [fault('country', 'required', 'is required')];
  if (country === undefined)
    return [fault('country', 'unknown_country', 'must be a two-letter country code such as US, or an English name')];
  return [];
}

function faultsOfForm({ state, postalCode }: Given, country: string): AddressFault[] {
  const form = addressFormOf(country);
  const faults: AddressFault[] = [];
  const place = countryNameOf(country);
  if (form.needsState && state === null) faults.push(fault('state', 'required', `is required for an address in ${place}`));
  if (form.needsPostalCode && postalCode === null) faults.push(fault('postalCode', 'required', `is required for an address in ${place}`));
  if (form.postalCode && postalCode !== null && !form.postalCode.pattern.test(postalCode)) {
    faults.push(fault('postalCode', 'format', `does not look like one of ${place}, such as ${form.postalCode.example}`));
  }
  return faults;
}
