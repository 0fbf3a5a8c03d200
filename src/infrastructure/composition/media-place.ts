import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config/config.js';
import { DiskMediaFiles } from '../storage/disk-media-files.js';
import type { MediaFiles } from '../storage/media-files.js';
import { S3MediaFiles, type S3Place } from '../storage/s3-media-files.js';

type MediaSettings = Pick<Config, 'mediaUrl' | 'dataDir'>;

const DEFAULT_REGION = 'us-east-1';

const bucketOf = (mediaUrl: string): S3Place => {
  const { hostname, pathname, searchParams } = new URL(mediaUrl);
  const folder = pathname.replace(/^\/+|\/+$/g, '');
  return {
    bucket: hostname,
    prefix: folder === '' ? '' : `${folder}/`,
    region: searchParams.get('region') ?? DEFAULT_REGION,
    endpoint: searchParams.get('endpoint'),
  };
};

/**
 * The folder that pictures are kept in: `file:///srv/media` as URLs have it, `file:media` and `file:/srv/media` as people write it.
 * Null when they are in a bucket.
 */
export const mediaFolderOf = ({ mediaUrl, dataDir }: MediaSettings): string | null => {
  if (mediaUrl === null) return join(resolve(dataDir), 'media');
  if (mediaUrl.startsWith('s3:')) return null;
  return mediaUrl.startsWith('file://') ? fileURLToPath(mediaUrl) : resolve(mediaUrl.slice('file:'.length));
};

/** The place for pictures that the settings name. */
export const mediaFilesOf = (settings: MediaSettings): MediaFiles => {
  const folder = mediaFolderOf(settings);
  return folder === null ? new S3MediaFiles(bucketOf(settings.mediaUrl ?? '')) : new DiskMediaFiles(folder);
};
