import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config/config.js';

/** Where pictures are kept: `file:///srv/media` as URLs have it, `file:media` and `file:/srv/media` as people write it. */
export const mediaFolderOf = ({ mediaUrl, dataDir }: Pick<Config, 'mediaUrl' | 'dataDir'>): string => {
  if (mediaUrl === null) return join(resolve(dataDir), 'media');
  return mediaUrl.startsWith('file://') ? fileURLToPath(mediaUrl) : resolve(mediaUrl.slice('file:'.length));
};
