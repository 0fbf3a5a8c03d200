import type { MailContents, MailTemplate } from '../../../application/notification/ports/mailer.js';
import { alreadyRegistered, emailChanged, emailChangeRequested, passwordChanged, passwordReset, verifyEmail } from './account-letters.js';
import type { Letter } from './letter.js';
import { orderCancelled, orderConfirmed, orderDelivered, orderShipped } from './order-letters.js';

type Writer<Template extends MailTemplate> = (contents: MailContents[Template], shopName: string) => Letter;

const WRITERS: { readonly [Template in MailTemplate]: Writer<Template> } = {
  'verify-email': verifyEmail,
  'already-registered': alreadyRegistered,
  'password-reset': passwordReset,
  'password-changed': passwordChanged,
  'email-change-requested': emailChangeRequested,
  'email-changed': emailChanged,
  'order-confirmed': orderConfirmed,
  'order-cancelled': orderCancelled,
  'order-shipped': orderShipped,
  'order-delivered': orderDelivered,
};

/** What a template says about these contents. */
export const letterOf = <Template extends MailTemplate>(template: Template, contents: MailContents[Template], shopName: string): Letter =>
  WRITERS[template](contents, shopName);
