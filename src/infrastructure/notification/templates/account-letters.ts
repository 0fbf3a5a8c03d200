import type { MailContents } from '../../../application/notification/ports/mailer.js';
import { button, code, facts, paragraph, type Letter } from './letter.js';

const NOT_YOU = 'If that was not you, there is nothing you have to do.';

export const verifyEmail = ({ name, link }: MailContents['verify-email'], shop: string): Letter => ({
  subject: `Please confirm your address for ${shop}`,
  blocks: [
    paragraph(`Hello ${name},`),
    paragraph('please confirm that this e-mail address is yours. The link works once, for 24 hours.'),
    button('Confirm my address', link),
    paragraph(`Somebody used this address for an account at ${shop}. ${NOT_YOU}`),
  ],
});

export const alreadyRegistered = ({ name, email }: MailContents['already-registered'], shop: string): Letter => ({
  subject: `You have an account at ${shop} already`,
  blocks: [
    paragraph(`Hello ${name},`),
    paragraph(
      `somebody tried to open an account with ${email}, which belongs to yours. If it was you: log in, or ask for a new password if you have forgotten it.`,
    ),
    paragraph(`${NOT_YOU} Nobody was told that you have an account.`),
  ],
});

export const passwordReset = ({ name, link, token, request }: MailContents['password-reset'], shop: string): Letter => ({
  subject: `A new password for ${shop}`,
  blocks: [
    paragraph(`Hello ${name},`),
    paragraph('you asked for a new password. What follows works once, for 30 minutes.'),
    ...(link === null
      ? [
          paragraph('Your token:'),
          code(token),
          paragraph('Send it together with the new password:'),
          code(`POST ${request}\n{"token": "${token}", "new_password": "…"}`),
        ]
      : [button('Choose a new password', link)]),
    paragraph(`${NOT_YOU} Your password stays as it is.`),
  ],
});

export const passwordChanged = ({ name }: MailContents['password-changed'], shop: string): Letter => ({
  subject: `Your password for ${shop} was changed`,
  blocks: [
    paragraph(`Hello ${name},`),
    paragraph('your password was changed, and you have been logged out wherever you were logged in.'),
    paragraph('If that was not you, ask for a new password at once: whoever did it is then locked out.'),
  ],
});

export const emailChangeRequested = ({ name, link }: MailContents['email-change-requested'], shop: string): Letter => ({
  subject: `Please confirm your new address for ${shop}`,
  blocks: [
    paragraph(`Hello ${name},`),
    paragraph(
      'you want to use this address from now on. Please confirm that it is yours; until then the old one stays. The link works once, for 24 hours.',
    ),
    button('Use this address', link),
    paragraph(NOT_YOU),
  ],
});

export const emailChanged = ({ name, newEmail }: MailContents['email-changed'], shop: string): Letter => ({
  subject: `Your address for ${shop} was changed`,
  blocks: [
    paragraph(`Hello ${name},`),
    paragraph('your account has another e-mail address from now on; nothing will be sent to this one any more.'),
    facts(['New address', newEmail]),
    paragraph('If that was not you, please answer this mail at once.'),
  ],
});
