import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config/config.js';
import { DiskMediaFiles } from '../storage/disk-media-files.js';
import type { MediaFiles } from '../storage/media-files.js';

type MediaSettings = Pick<Config, 'mediaUrl' | 'dataDir'>;

/** Where pictures are kept: `file:///srv/media` as URLs have it, `file:media` and `file:/srv/media` as people write it. */
export const mediaFolderOf = ({ mediaUrl, dataDir }: MediaSettings): string => {
  if (mediaUrl === null) return join(resolve(dataDir), 'media');
  return mediaUrl.startsWith('file://') ? fileURLToPath(mediaUrl) : resolve(mediaUrl.slice('file:'.length));
};

/** The place for pictures that the settings name. */
export const mediaFilesOf = (settings: MediaSettings): MediaFiles => new DiskMediaFiles(mediaFolderOf(settings));
