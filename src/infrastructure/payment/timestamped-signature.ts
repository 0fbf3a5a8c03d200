import { createHmac, timingSafeEqual } from 'node:crypto';

/** How old a signed request may be, and how far ahead its clock (Stripe's published tolerance). */
const TOLERANCE_SECONDS = 300;

const digestOf = (secret: string, timestamp: string, rawBody: Uint8Array): Buffer =>
  createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest();

/** The header value `t=<unix seconds>,v1=<hex HMAC-SHA-256 of "<t>.<raw body>">`. https://docs.stripe.com/webhooks#verify-manually */
export function timestampedSignature(secret: string, rawBody: Uint8Array, at: Date): string {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return `t=${timestamp},v1=${digestOf(secret, timestamp, rawBody).toString('hex')}`;
}

/** Whether one of the header's `v1` signatures is right and its time within five minutes of `at`. Compared in constant time. */
export function isSignedInTime(header: string | undefined, secret: string, rawBody: Uint8Array, at: Date): boolean {
  const parts = (header ?? '').split(',').map((part) => part.trim().split('=', 2));
  const timestamp = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (!/^\d{1,12}$/.test(timestamp) || secret === '') return false;
  const expected = digestOf(secret, timestamp, rawBody);
  const isRight = parts
    .filter(([name, value]) => name === 'v1' && /^[0-9a-f]{64}$/.test(value ?? ''))
    .map(([, value]) => timingSafeEqual(Buffer.from(value ?? '', 'hex'), expected))
    .includes(true);
  return isRight && Math.abs(at.getTime() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS;
}
