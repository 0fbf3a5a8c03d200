/** A picture of one size, at an address of its own. */
export interface ImageSize {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

/** How wide the smaller copies are; never wider than the picture itself. */
const WIDTHS = [160, 320, 640, 1280] as const;
const ADDRESS = /^(media\/[0-9a-f]{32}_([1-9]\d{0,4})x([1-9]\d{0,4}))(?:_w([1-9]\d{0,3}))?\.webp$/;

/** The address of a picture of this size under a name that nobody can guess. */
export const imageAddress = (name: string, width: number, height: number): string => `media/${name}_${width}x${height}.webp`;

/**
 * In which sizes a picture is there, the narrowest first and the picture itself last: its address tells. None of one that was kept
 * before addresses told it, and of the placeholder.
 */
export function imageSizes(url: string): readonly ImageSize[] {
  const [, base = '', wide = '', high = '', copy] = ADDRESS.exec(url) ?? [];
  if (base === '' || copy !== undefined) return [];
  const [width, height] = [Number(wide), Number(high)];
  const smaller = WIDTHS.filter((narrow) => narrow < width).map((narrow) => ({
    url: `${base}_w${narrow}.webp`,
    width: narrow,
    height: Math.max(1, Math.round((height * narrow) / width)),
  }));
  return [...smaller, { url, width, height }];
}

/** The picture that one at this address is a copy of; undefined when it is none. */
export function originalOf(url: string): string | undefined {
  const [, base, , , copy] = ADDRESS.exec(url) ?? [];
  const original = `${base ?? ''}.webp`;
  return copy !== undefined && imageSizes(original).some((size) => size.url === url) ? original : undefined;
}
