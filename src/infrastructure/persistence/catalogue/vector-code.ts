import type { PictureVector } from '../../../application/catalogue/ports/image-embedder.js';

/** How many planes a signature tells the sides of. What is stored depends on this, and on the planes below: neither may change. */
const PLANES = 512;
const SEED = 0x9e3779b9;
const MOST = 127;

/** A signed byte for each number: how long a vector is does not matter, only where it points. */
export function encodeVector(vector: PictureVector): Buffer {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  return Buffer.from(Int8Array.from(vector, (value) => Math.round((value / largest) * MOST)).buffer);
}

/** How much alike the two are: 1 when they point the same way, 0 when they have nothing in common, or less. */
export function likeness(asked: PictureVector, stored: Buffer): number {
  let [product, askedSquare, storedSquare] = [0, 0, 0];
  for (let index = 0; index < asked.length; index += 1) {
    const [one, other] = [asked[index] ?? 0, index < stored.length ? stored.readInt8(index) : 0];
    product += one * other;
    askedSquare += one * one;
    storedSquare += other * other;
  }
  return product / (Math.sqrt(askedSquare * storedSquare) || 1);
}

const planes = new Map<number, Int8Array>();

/** The same for ever: numbers that look like chance, from a seed. */
function planesOf(dimensions: number): Int8Array {
  const known = planes.get(dimensions);
  if (known) return known;
  let state = SEED;
  const signs = Int8Array.from({ length: PLANES * dimensions }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) & 1) === 0 ? -1 : 1;
  });
  planes.set(dimensions, signs);
  return signs;
}

/** The bits of a vector as PostgreSQL reads them: the share of those that differ tells the angle between two vectors. */
export function signatureOf(vector: PictureVector): string {
  const signs = planesOf(vector.length);
  let bits = '';
  for (let plane = 0; plane < PLANES; plane += 1) {
    let side = 0;
    for (let index = 0; index < vector.length; index += 1) side += (signs[plane * vector.length + index] ?? 0) * (vector[index] ?? 0);
    bits += side > 0 ? '1' : '0';
  }
  return bits;
}
