const MAX_LENGTH = 80;
const ID_TAIL = 12;

/** Latin letters that do not come apart into a base letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ħ: 'h', ı: 'i', ŋ: 'ng', ĸ: 'k', ŧ: 't', '&': ' and ',
}; // prettier-ignore
const SPELT_OUT = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');
/** "Men's" is one word. */
const APOSTROPHES = /['’‘`´]/g;
const MARKS = /\p{Mark}/gu;

/** Whole words as long as they fit. */
const shortened = (slug: string): string => {
  if (slug.length <= MAX_LENGTH) return slug;
  const cut = slug.slice(0, MAX_LENGTH + 1).lastIndexOf('-');
  return slug.slice(0, cut > 0 ? cut : MAX_LENGTH);
};

/**
 * Text as part of an address: lower-case ASCII words joined by `-`. What cannot be written in ASCII is dropped; when nothing is left,
 * the end of `id` stands in.
 */
export function slugOf(text: string, id: string): string {
  const words = text
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(APOSTROPHES, '')
    .replace(SPELT_OUT, (letter) => LETTERS[letter] ?? '')
    .match(/[a-z0-9]+/g);
  return words
    ? shortened(words.join('-'))
    : id
        .replace(/[^a-z0-9]/gi, '')
        .slice(-ID_TAIL)
        .toLowerCase();
}

/** The first of `base`, `base-2`, `base-3` … that may be had. */
export function freeSlug(base: string, mayBeHad: (slug: string) => boolean): string {
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? base : `${base}-${number}`;
    if (mayBeHad(slug)) return slug;
  }
}
