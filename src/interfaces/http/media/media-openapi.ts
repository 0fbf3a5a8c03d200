import type { RouteDoc } from '../shared/route.js';

export const MEDIA_ROUTES = {
  read: {
    method: 'get',
    path: '/media/{file}',
    access: 'anyone',
    tag: 'Catalogue',
    summary: 'A picture',
    description:
      'What `image_url`, `images[].url` and `images[].sizes[].url` lead to. A picture never changes under its address, so it may be kept for a year. A size that is still being made is answered with the picture itself, to be kept for a minute.',
    responses: {
      200: {
        description: 'The picture',
        schema: { type: 'string', format: 'binary' },
        contentType: 'image/webp',
        headers: { 'Cache-Control': 'For a year, or for a minute', ETag: 'For If-None-Match' },
      },
    },
    problems: ['media.not_found', 'media.unavailable'],
  },
} satisfies Record<string, RouteDoc>;
