import { boolean, object, string } from 'yup';
import type { Currency } from '../../../domain/shared/money.js';
import { addressFields } from '../shared/address-fields.js';
import { moneyField } from '../shared/money-on-the-wire.js';

const METHODS = ['card', 'upi', 'wallet', 'cod'] as const;
/** Whoever sends one by mistake must not find it in our database. */
const A_CARD_NUMBER = /^(\d-?){13,19}$/;
const VISIBLE = /^[\x21-\x7e]*$/;

const address = (description: string) =>
  object(addressFields).nullable().optional().default(undefined).meta({ jsonSchema: { description } });

const code = (name: string, description: string) =>
  string()
    .nullable()
    .max(255, `${name} must be at most 255 characters`)
    .matches(VISIBLE, { message: `${name} must be one word`, excludeEmptyString: true })
    .meta({ jsonSchema: { description } });

/** How it is paid; no card numbers, and no prices to believe in. */
const payment = {
  gateway: code('gateway', "The shop's first one when it is not said; `mock` is another name of `fake`"),
  payment_method: string()
    .nullable()
    .oneOf([...METHODS, null], `payment_method must be one of ${METHODS.join(', ')}`),
  payment_token: code('payment_token', "The provider's word for the card; at the fake gateway one of its test tokens").test(
    'no_card',
    "payment_token must be the provider's token, never a card number",
    (token) => !A_CARD_NUMBER.test(token ?? ''),
  ),
  simulate_success: boolean()
    .nullable()
    .meta({ jsonSchema: { description: 'False asks the fake gateway to decline; others do not hear it' } }),
};

export const PAY_AGAIN = object(payment);

export const checkoutBody = (currency: Currency) =>
  object({
    ...payment,
    shipping_address_id: code('shipping_address_id', 'From the address book; the default one when there is no address here'),
    shipping_address: address('Written out; comes before the id'),
    billing_address: address('The default one of the address book when it is not said, else where the goods go'),
    shipping_method: code('shipping_method', 'The cheapest when it is not said'),
    amount: moneyField(currency)
      .nullable()
      .optional()
      .meta({
        jsonSchema: { description: 'The total that the buyer agreed to: another one is refused. What is charged never comes from here' },
      }),
    quote_hash: code('quote_hash', 'What the buyer saw, as the cart or a quote told it: refused when anything has changed since'),
  });
