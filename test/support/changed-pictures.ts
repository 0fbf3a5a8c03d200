import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'demo', 'pictures');
const SIDE = 400;

/** The names of the pictures of the demo shop. */
export const demoPictures = (): readonly string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.svg'))
    .map((file) => file.replace('.svg', ''))
    .sort();

export const demoPicture = async (name: string): Promise<Buffer> =>
  sharp(await readFile(join(FOLDER, `${name}.svg`)))
    .resize(SIDE, SIDE)
    .png()
    .toBuffer();

type Change = (picture: Buffer) => Promise<Buffer>;

const jpeg =
  (change: (image: Sharp) => Sharp, quality = 80): Change =>
  (picture) =>
    change(sharp(picture).flatten({ background: '#fff' }))
      .jpeg({ quality })
      .toBuffer();
/** What is left of it, in parts of its width and height. */
const cut = (left: number, top: number, width: number, height: number): Change =>
  jpeg((image) => image.extract({ left: left * SIDE, top: top * SIDE, width: width * SIDE, height: height * SIDE }));

/** What happens to a picture between a shop and whoever looks for what is on it. */
export const CHANGES: Readonly<Record<string, Change>> = {
  'made smaller': jpeg((image) => image.resize(90, 90)),
  'made larger': jpeg((image) => image.resize(900, 900)),
  squeezed: jpeg((image) => image.resize(300, 240, { fit: 'fill' })),
  'encoded badly': jpeg((image) => image, 15),
  'cut on the left': cut(0.1, 0, 0.9, 1),
  'cut at the top': cut(0, 0.1, 1, 0.9),
  'cut all around': cut(0.05, 0.05, 0.9, 0.9),
  'cut at two sides': cut(0, 0, 0.9, 0.9),
  brighter: jpeg((image) => image.modulate({ brightness: 1.2 })),
  darker: jpeg((image) => image.modulate({ brightness: 0.8 })),
  'with more contrast': jpeg((image) => image.linear(1.25, -32)),
  'with less contrast': jpeg((image) => image.linear(0.75, 32)),
  'more colourful': jpeg((image) => image.modulate({ saturation: 1.4 })),
  paler: jpeg((image) => image.modulate({ saturation: 0.6 })),
  'in warmer colours': jpeg((image) => image.modulate({ hue: 20 })),
  'in colder colours': jpeg((image) => image.modulate({ hue: -20 })),
  mirrored: jpeg((image) => image.flop()),
  'a bit of everything': async (picture) => {
    const part = await cut(0.08, 0.04, 0.9, 0.9)(picture);
    return jpeg((image) => image.flop().modulate({ brightness: 1.15, saturation: 0.8, hue: 10 }).resize(160), 50)(part);
  },
};
