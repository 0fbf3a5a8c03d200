import { Readable } from 'node:stream';
import type { Media } from '../../../application/catalogue/ports/media.js';
import { MediaNotFound } from '../../../domain/catalogue/image-errors.js';
import type { HttpController } from '../shared/http-controller.js';
import { route } from '../shared/route.js';
import { MEDIA_ROUTES } from './media-openapi.js';

/** The pictures themselves. */
export class MediaController implements HttpController {
  constructor(private readonly media: Media) {}

  readonly routes = [
    route(MEDIA_ROUTES.read, async ({ ctx }) => {
      const url = ctx.path.slice(1);
      const picture = await this.media.find(url);
      if (!picture) throw new MediaNotFound();
      ctx.status = 200;
      ctx.set('Cache-Control', picture.url === url ? 'public, max-age=31536000, immutable' : 'public, max-age=60');
      ctx.set('ETag', `"${picture.url.slice(picture.url.lastIndexOf('/') + 1)}"`);
      ctx.type = picture.contentType;
      if (ctx.fresh) ctx.status = 304;
      else if (ctx.method === 'HEAD') ctx.length = picture.bytes;
      else {
        ctx.body = Readable.from(picture.read(), { objectMode: false });
        ctx.type = picture.contentType; // Koa has just called the stream a bin
        ctx.length = picture.bytes;
      }
    }),
  ];
}
