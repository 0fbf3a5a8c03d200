import { createHmac } from 'node:crypto';

const LETTERS = 22;

/** Turns an address or a mailbox into a key that tells nobody which it was; processes with the same secret make the same of it. */
export const hiddenKeys =
  (secret: string) =>
  (text: string): string =>
    createHmac('sha256', `portico limits ${secret}`).update(text).digest('base64url').slice(0, LETTERS);
