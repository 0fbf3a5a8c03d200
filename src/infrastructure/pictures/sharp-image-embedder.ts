import type { ImageEmbedder } from '../../application/catalogue/ports/image-embedder.js';
import type { Picture } from '../../application/catalogue/ports/image-store.js';
import { throughDoor } from '../storage/picture-door.js';
import { Turns } from '../storage/turns.js';
import { LAYOUT_DIMENSIONS, LAYOUT_SIDE, layoutOf } from './picture-layout.js';

/** A picture of 40 megapixels takes 160 MB while it is decoded. */
const AT_ONCE = 2;
const PAPER = '#ffffff';

/**
 * Looks at pictures by arithmetic alone, in this process and without a network: it knows a picture again, also a changed copy of it, and
 * finds what has the same shapes and colours in the same places. What is on a picture it does not know.
 */
export class SharpImageEmbedder implements ImageEmbedder {
  readonly version = 'layout-1';
  readonly dimensions = LAYOUT_DIMENSIONS;
  readonly #turns = new Turns(AT_ONCE);

  async embed(picture: Picture) {
    const rgb = await this.#turns.take(() =>
      throughDoor(picture, (image) =>
        image
          .flatten({ background: PAPER })
          .resize(LAYOUT_SIDE, LAYOUT_SIDE, { fit: 'fill' })
          .toColourspace('srgb')
          .removeAlpha()
          .raw()
          .toBuffer(),
      ),
    );
    return { asItIs: layoutOf(rgb), mirrored: layoutOf(rgb, { isMirrored: true }) };
  }
}
