import { string, type InferType, type ObjectSchema } from 'yup';
import type { SaveAddressInput } from '../../../application/shipping/save-address.js';
import type { PostalAddress } from '../../../domain/shared/postal-address.js';
import type { JsonSchema } from './route.js';

const text = (description: string) => string().nullable().meta({ jsonSchema: { description } });

/** An address as requests write it, alone or inside a checkout. What a country asks for is judged by the domain, which names the fields. */
export const addressFields = {
  name: text("Who it is for; the account's owner when it is not said"),
  phone: text('For the carrier'),
  address_line1: text('Required in the end'),
  address_line2: text('Null or empty when there is none'),
  city: text('Required in the end'),
  state: text('State, province or prefecture; required where the country uses it'),
  postal_code: text('Required where the country uses it'),
  pin_code: text('Another name of postal_code'),
  country: text('ISO 3166 alpha-2, or the English name; required in the end'),
};

type AddressBody = Partial<InferType<ObjectSchema<{ [Name in keyof typeof addressFields]: string | null | undefined }>>>;

const TEXT: JsonSchema = { type: 'string' };
const TEXT_OR_NULL: JsonSchema = { type: ['string', 'null'] };

/** The fields of an address in answers, alone or inside an order. */
export const POSTAL_ADDRESS_PROPERTIES: Readonly<Record<string, JsonSchema>> = {
  name: TEXT,
  phone: TEXT_OR_NULL,
  address_line1: TEXT,
  address_line2: TEXT_OR_NULL,
  city: TEXT,
  state: TEXT_OR_NULL,
  postal_code: TEXT_OR_NULL,
  country: { type: 'string', pattern: '^[A-Z]{2}$' },
};

export const presentPostalAddress = (address: PostalAddress) => ({
  name: address.name,
  phone: address.phone,
  address_line1: address.addressLine1,
  address_line2: address.addressLine2,
  city: address.city,
  state: address.state,
  postal_code: address.postalCode,
  country: address.country,
});

/** From the wire's names to ours; what is absent stays absent. */
export function addressDraft(body: AddressBody): SaveAddressInput['address'] {
  const { name, phone, city, state, country, address_line1, address_line2, postal_code, pin_code } = body;
  return {
    name,
    phone,
    city,
    state,
    country,
    addressLine1: address_line1,
    addressLine2: address_line2,
    postalCode: postal_code || (pin_code ?? postal_code),
  };
}
