import { ref, type JsonSchema, type RouteDoc } from '../shared/route.js';
import { IMAGE_CHANGE, NEW_IMAGES } from './image-schemas.js';

const MAX_BYTES = 10 * 1024 * 1024;
const MAX_FILES = 10;

export const IMAGE_OBJECTS: Readonly<Record<string, JsonSchema>> = {
  ProductImage: {
    type: 'object',
    required: ['id', 'url', 'alt', 'position', 'sizes'],
    additionalProperties: false,
    properties: {
      id: { type: 'string' },
      url: { type: 'string', description: 'Relative, without a leading slash: join it to the address of the shop' },
      alt: { type: 'string' },
      position: { type: 'integer', minimum: 0 },
      sizes: {
        type: 'array',
        description:
          'For `srcset`: the picture as WebP at 160, 320, 640 and 1280 pixels, where it is wider than that, and itself, the narrowest first. Empty for pictures of before there were sizes',
        items: {
          type: 'object',
          required: ['url', 'width', 'height'],
          additionalProperties: false,
          properties: {
            url: { type: 'string', description: 'Relative, without a leading slash' },
            width: { type: 'integer', minimum: 1 },
            height: { type: 'integer', minimum: 1 },
          },
        },
      },
    },
  },
};

const LIST: JsonSchema = { type: 'array', items: ref('ProductImage') };
const EXAMPLE = [
  {
    id: '019b76da-a800-7000-8000-0000000000e1',
    url: 'media/5f0c3a9d7e1b4c6288d2f4a1b3c5d7e9_400x300.webp',
    alt: 'A brass lamp on a desk',
    position: 0,
    sizes: [
      { url: 'media/5f0c3a9d7e1b4c6288d2f4a1b3c5d7e9_400x300_w160.webp', width: 160, height: 120 },
      { url: 'media/5f0c3a9d7e1b4c6288d2f4a1b3c5d7e9_400x300_w320.webp', width: 320, height: 240 },
      { url: 'media/5f0c3a9d7e1b4c6288d2f4a1b3c5d7e9_400x300.webp', width: 400, height: 300 },
    ],
  },
];
const ALL = '/api/products/{product_id}/images';
const ONE = '/api/products/{product_id}/images/{image_id}';

export const IMAGE_ROUTES = {
  attach: {
    method: 'post',
    path: ALL,
    idempotent: true,
    access: 'admin',
    tag: 'Catalogue',
    summary: 'Add pictures to a product',
    description:
      'One or several files in the field `image`: JPEG, PNG, WebP, GIF or AVIF by their content, at most 10 MB and 40 megapixels each. They are encoded anew as WebP, upright and without metadata, and smaller copies are made soon after. All are added, or none.',
    multipart: { fields: NEW_IMAGES, files: { image: 'One or several pictures' }, maxBytes: MAX_BYTES, maxFiles: MAX_FILES },
    responses: {
      201: {
        description: 'All pictures of the product, in their order',
        schema: LIST,
        example: EXAMPLE,
        headers: { Location: 'The first of the new pictures' },
      },
    },
    problems: ['product.not_found', 'product.stale_version', 'product.too_many_images', 'media.unavailable'],
  },
  revise: {
    method: 'patch',
    path: ONE,
    idempotent: true,
    access: 'admin',
    tag: 'Catalogue',
    summary: 'Describe or move a picture',
    description: 'Changes only what is sent. The picture at position 0 is the one that lists show.',
    body: IMAGE_CHANGE,
    bodyExample: { alt: 'A brass lamp on a desk', position: 0 },
    responses: { 200: { description: 'All pictures of the product, in their order', schema: LIST, example: EXAMPLE } },
    problems: ['product.not_found', 'product.stale_version', 'image.not_found'],
  },
  detach: {
    method: 'delete',
    path: ONE,
    idempotent: true,
    access: 'admin',
    tag: 'Catalogue',
    summary: 'Take a picture off a product',
    responses: { 204: { description: 'It is gone' } },
    problems: ['product.not_found', 'product.stale_version', 'image.not_found'],
  },
} satisfies Record<string, RouteDoc>;
