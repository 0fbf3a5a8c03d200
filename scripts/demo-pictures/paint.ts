/** The few strokes that all the drawings are made of; every function gives back SVG. The sheet is 400 × 400. */

const channels = (hex: string): readonly number[] => [1, 3, 5].map((start) => parseInt(hex.slice(start, start + 2), 16));

/** `part` of the second colour in the first. */
export const mix = (first: string, second: string, part: number): string => {
  const other = channels(second);
  const mixed = channels(first).map((value, index) => Math.round(value + ((other[index] ?? 0) - value) * part));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
};
export const shade = (colour: string, part = 0.16): string => mix(colour, '#1c1a2b', part);
export const tint = (colour: string, part = 0.25): string => mix(colour, '#ffffff', part);

export const path = (d: string, fill: string, more = ''): string => `<path d="${d}" fill="${fill}"${more && ` ${more}`}/>`;
/** A line with round ends. */
export const line = (d: string, colour: string, width: number, more = ''): string =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"${more && ` ${more}`}/>`;
export const rect = (x: number, y: number, width: number, height: number, fill: string, radius = 0): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}"${radius ? ` rx="${radius}"` : ''} fill="${fill}"/>`;
export const dot = (x: number, y: number, radius: number, fill: string): string =>
  `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}"/>`;
export const oval = (x: number, y: number, rx: number, ry: number, fill: string): string =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;
export const ring = (x: number, y: number, radius: number, colour: string, width: number): string =>
  `<circle cx="${x}" cy="${y}" r="${radius}" fill="none" stroke="${colour}" stroke-width="${width}"/>`;
export const turned = (degrees: number, x: number, y: number, inner: string): string =>
  `<g transform="rotate(${degrees} ${x} ${y})">${inner}</g>`;
export const moved = (x: number, y: number, inner: string, scale = 1): string =>
  `<g transform="translate(${x} ${y})${scale === 1 ? '' : ` scale(${scale})`}">${inner}</g>`;
/** See-through white or black, for light and shadow on whatever is below. */
export const glow = (d: string, part = 0.22): string => path(d, '#fff', `opacity="${part}"`);
export const dusk = (d: string, part = 0.14): string => path(d, '#1c1a2b', `opacity="${part}"`);
/** Light around a lamp, gone at the rim. */
export const halo = (x: number, y: number, radius: number, colour: string, part = 0.6): string => {
  const name = `h${x}-${y}`.replace(/[^\w-]/g, '_');
  return `<radialGradient id="${name}"><stop stop-color="${colour}" stop-opacity="${part}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient><circle cx="${x}" cy="${y}" r="${radius}" fill="url(#${name})"/>`;
};
let clips = 0;
/** `inner`, as far as it lies inside the outline. */
export const within = (outline: string, inner: string): string => {
  const name = `c${(clips += 1)}`;
  return `<clipPath id="${name}"><path d="${outline}"/></clipPath><g clip-path="url(#${name})">${inner}</g>`;
};
/** One thing for each of the values. */
export const each = <Value>(values: readonly Value[], draw: (value: Value, index: number) => string): string => values.map(draw).join('');
export const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

export const C = {
  cream: '#f6efe2',
  white: '#fcfaf5',
  sand: '#e7d6b8',
  oat: '#d9c7a6',
  clay: '#cf7a53',
  rust: '#b4533a',
  brick: '#9c4132',
  blush: '#f0cdc0',
  rose: '#d88c88',
  berry: '#a23e55',
  plum: '#6b4664',
  lilac: '#cfc3de',
  navy: '#2e4363',
  ink: '#27313d',
  slate: '#566673',
  denim: '#557a9c',
  sky: '#a5c7da',
  mist: '#dfe8ea',
  teal: '#3e7c7b',
  mint: '#bcd9c9',
  sage: '#a8ba99',
  moss: '#71835a',
  forest: '#355842',
  leaf: '#5f9160',
  butter: '#f4d27a',
  mustard: '#dba437',
  peach: '#f6c8a0',
  oak: '#cda06a',
  walnut: '#805a3f',
  copper: '#c98257',
  brass: '#c9a552',
  steel: '#c3cccf',
  iron: '#3c4146',
} as const;

export type Backdrop = 'disc' | 'arch' | 'table' | 'hill' | 'sun' | 'slab';

const BACKDROPS: Readonly<Record<Backdrop, (ground: string) => string>> = {
  disc: (ground) => dot(200, 196, 150, tint(ground, 0.45)),
  arch: (ground) => path('M70 400V190a130 130 0 0 1 260 0V400z', tint(ground, 0.45)),
  table: (ground) => rect(0, 292, 400, 108, shade(ground, 0.09)),
  hill: (ground) => path('M0 296q110-52 210-14t190-26v144H0z', shade(ground, 0.08)) + dot(310, 96, 38, tint(ground, 0.6)),
  sun: (ground) => dot(284, 128, 84, tint(ground, 0.5)) + rect(0, 300, 400, 100, shade(ground, 0.08)),
  slab: (ground) => rect(56, 56, 288, 288, tint(ground, 0.42), 36),
};

/** The whole picture: ground, backdrop, the shadow at the thing's feet (its half width; 0: none), the thing. */
export const picture = (ground: string, backdrop: Backdrop, shadow: number, thing: string, foot = 322): string => {
  const feet =
    shadow === 0
      ? ''
      : `<ellipse cx="200" cy="${foot}" rx="${shadow}" ry="${Math.max(7, shadow * 0.09)}" fill="${shade(ground, 0.3)}" opacity=".4"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="1000" viewBox="0 0 400 400"><path d="M0 0h400v400H0z" fill="${ground}"/>${BACKDROPS[backdrop](ground)}${feet}${thing}</svg>\n`;
};
