import { randomBytes } from 'node:crypto';
import type { OrderNumbers } from '../../application/checkout/ports/order-numbers.js';

/** Without 0 and O, 1, I and L, and without U, so that fewer words come about by accident. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = 4;
/** The largest multiple of the alphabet's length below 256: bytes past it would make some letters likelier. */
const FAIR = 256 - (256 % ALPHABET.length);

/** Eight letters of thirty: one in 6.5 × 10^11. */
export class RandomOrderNumbers implements OrderNumbers {
  next(): string {
    let letters = '';
    while (letters.length < 2 * GROUP) {
      for (const byte of randomBytes(2 * GROUP))
        if (byte < FAIR && letters.length < 2 * GROUP) letters += ALPHABET.charAt(byte % ALPHABET.length);
    }
    return `P-${letters.slice(0, GROUP)}-${letters.slice(GROUP)}`;
  }
}
