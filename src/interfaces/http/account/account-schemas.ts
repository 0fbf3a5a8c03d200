import { object, string } from 'yup';
import { EmailAddress } from '../../../domain/shared/email-address.js';

const described = (description: string) => ({ jsonSchema: { description } });
/** Nothing that could end a line: names go into the heads of mails. */
const PRINTABLE = /^[^\p{Cc}\p{Zl}\p{Zp}]*$/u;
const PHONE = /^\+?[0-9][0-9 ()./-]{3,28}$/;
const MAX_SECRET = 1_024;

const emailField = () =>
  string()
    .trim()
    .max(254, 'email is too long')
    .test('email', 'email must have the form name@example.com', (value) => !value || EmailAddress.isValid(value));
/** Whether it does as a password is the domain's to say. */
const passwordField = (name: string, description: string) =>
  string().max(MAX_SECRET, `${name} is too long`).required(`${name} is required`).meta(described(description));
const nameField = () =>
  string()
    .nullable()
    .trim()
    .max(100, 'name may have at most 100 characters')
    .test('printable', 'name must be one line', (value) => !value || PRINTABLE.test(value));

const NEW_PASSWORD = '8 to 128 characters, not one of the common ones, not the e-mail address';

export const REGISTRATION = object({
  email: emailField().required('email is required'),
  password: passwordField('password', NEW_PASSWORD),
  name: nameField().meta(described('What stands before the @ when it is not sent')),
});

/** Whatever is sent is compared: an address of a wrong form is one that nobody has. */
export const LOGIN = object({
  email: string().max(MAX_SECRET, 'email is too long').required('email is required'),
  password: passwordField('password', 'The password'),
});

export const REFRESH = object({
  refresh_token: string().nullable().max(MAX_SECRET, 'refresh_token is too long').meta(described('For apps; a browser sends its cookie')),
});

export const PROFILE = object({
  name: nameField().meta(described('Empty or null changes nothing')),
  phone: string()
    .nullable()
    .trim()
    .test('phone', 'phone must be a telephone number such as +1 415 555 0100', (value) => !value || PHONE.test(value))
    .meta(described('Null or empty removes it')),
  email: emailField().nullable().meta(described('A new one is confirmed on the new address before it counts')),
});

export const VERIFICATION = object({
  token: string().max(MAX_SECRET, 'token is too long').required('token is required').meta(described('From the mail')),
});

export const PASSWORD_CHANGE = object({
  old_password: passwordField('old_password', 'The present one'),
  new_password: passwordField('new_password', NEW_PASSWORD),
});

export const FORGOTTEN = object({ email: emailField().required('email is required') });

export const RESET = object({
  token: string().max(MAX_SECRET, 'token is too long').required('token is required').meta(described('From the mail')),
  new_password: passwordField('new_password', NEW_PASSWORD),
});
