import type { RouteDoc } from '../shared/route.js';

export const MEDIA_ROUTES = {
  read: {
    method: 'get',
    path: '/media/{file}',
    access: 'anyone',
    tag: 'Catalogue',
    summary: 'A picture',
    description: 'What `image_url` and `images[].url` lead to. A picture never changes under its address, so it may be kept for a year.',
    responses: {
      200: {
        description: 'The picture',
        schema: { type: 'string', format: 'binary' },
        contentType: 'image/webp',
        headers: { 'Cache-Control': 'For a year', ETag: 'For If-None-Match' },
      },
    },
    problems: ['media.not_found'],
  },
} satisfies Record<string, RouteDoc>;
