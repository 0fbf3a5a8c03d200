import type { VariantId } from '../shared/ids.js';

const FORM = /^[\p{L}\p{N}][\p{L}\p{N} ._/+#-]{0,63}$/u;
const TAIL = 10;

/** Whether the text can name a thing on a shelf: 1 to 64 letters, digits and the marks that such names have. */
export const isSku = (text: string): boolean => FORM.test(text);

/** The SKU of a variant for which nobody chose one; the end of an id is its random part. */
export const skuOf = (variantId: VariantId): string => `P-${variantId.replaceAll('-', '').slice(-TAIL).toUpperCase()}`;
