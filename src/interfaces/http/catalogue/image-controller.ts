import type { AttachImages } from '../../../application/catalogue/attach-images.js';
import type { DetachImage } from '../../../application/catalogue/detach-image.js';
import type { ReviseImage } from '../../../application/catalogue/revise-image.js';
import { ImageNotFound, ProductNotFound } from '../../../domain/catalogue/product-errors.js';
import { id, looksLikeId, type ImageId, type ProductId } from '../../../domain/shared/ids.js';
import { ifMatchOf } from '../shared/entity-tag.js';
import type { HttpController } from '../shared/http-controller.js';
import { InvalidRequest } from '../shared/request-errors.js';
import { route } from '../shared/route.js';
import { IMAGE_OBJECTS, IMAGE_ROUTES } from './image-openapi.js';
import { presentImages } from './image-presenter.js';

type Params = Readonly<Record<string, string>>;

const productIdOf = ({ product_id = '' }: Params): ProductId => {
  if (!looksLikeId(product_id)) throw new ProductNotFound();
  return id(product_id.toLowerCase());
};
const imageIdOf = ({ image_id = '' }: Params): ImageId => {
  if (!looksLikeId(image_id)) throw new ImageNotFound();
  return id(image_id.toLowerCase());
};

/** The pictures of a product, one by one. */
export class ImageController implements HttpController {
  constructor(
    private readonly attachImages: AttachImages,
    private readonly reviseImage: ReviseImage,
    private readonly detachImage: DetachImage,
  ) {}

  readonly schemas = IMAGE_OBJECTS;

  readonly routes = [
    route(IMAGE_ROUTES.attach, async ({ ctx, params, body, files, claim }) => {
      const { alt, position } = body as { alt?: string; position?: number };
      const pictures = (files['image'] ?? []).map(({ path }) => ({ path }));
      if (pictures.length === 0) throw new InvalidRequest([{ path: 'image', code: 'required', message: 'image is required' }]);
      const before = { productId: productIdOf(params), pictures, alt: alt || undefined, position, ifMatch: ifMatchOf(ctx) };
      const images = await this.attachImages.execute(before, claim);
      const first = images[Math.min(position ?? images.length, images.length - pictures.length)];
      ctx.status = 201;
      if (first) ctx.set('Location', `/${first.url}`);
      ctx.body = presentImages(images);
    }),
    route(IMAGE_ROUTES.revise, async ({ ctx, params, body: { alt, position, version }, claim }) => {
      const wanted = { productId: productIdOf(params), imageId: imageIdOf(params), alt, position, version, ifMatch: ifMatchOf(ctx) };
      ctx.body = presentImages(await this.reviseImage.execute(wanted, claim));
    }),
    route(IMAGE_ROUTES.detach, async ({ ctx, params, claim }) => {
      await this.detachImage.execute({ productId: productIdOf(params), imageId: imageIdOf(params), ifMatch: ifMatchOf(ctx) }, claim);
      ctx.status = 204;
    }),
  ];
}
