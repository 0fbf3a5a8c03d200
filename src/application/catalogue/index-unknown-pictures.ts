import { indexPicture, type PictureIndexing } from './index-picture.js';

/** Asked for at a time, so that two who do this at once do not do all of it twice. */
const TOGETHER = 20;
/** In one go, about a minute's work: whoever wants to stop the process does not wait longer. */
const MOST = 1_000;

export interface IndexUnknownPicturesOutput {
  readonly indexed: number;
}

/**
 * Catches up with the pictures that cannot be found by their looks yet: those that were there before this could be done, all of them
 * when the embedder has become another one, and any that an event was lost of. Safe to do twice at once.
 */
export class IndexUnknownPictures {
  constructor(
    private readonly indexing: PictureIndexing,
    private readonly mayGoOn: () => boolean,
  ) {}

  async execute(): Promise<IndexUnknownPicturesOutput> {
    const { index, embedder } = this.indexing;
    await index.forgetUnshown();
    let indexed = 0;
    while (indexed < MOST) {
      const urls = await index.unknown(embedder.version, TOGETHER);
      for (const url of urls) {
        if (!this.mayGoOn()) return { indexed };
        await indexPicture(url, this.indexing);
        indexed += 1;
      }
      if (urls.length < TOGETHER) break;
    }
    return { indexed };
  }
}
