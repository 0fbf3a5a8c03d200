import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** A plain picture of this size. */
export const aPicture = (format: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' = 'png', width = 40, height = 30): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#4a7' } })
    .toFormat(format)
    .toBuffer();

/** A photo that knows where and with what it was taken, and that lies on its side. */
export const aPhotoFromBerlin = (): Promise<Buffer> =>
  sharp({ create: { width: 60, height: 20, channels: 3, background: '#a74' } })
    .jpeg()
    .withExif({
      IFD0: { Make: 'SpyCam', Model: 'Tracker 9', Copyright: 'Nobody' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 30/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '13/1 24/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();

const pngChunk = (type: string, data: Buffer): Buffer => {
  const [length, sum, body] = [Buffer.alloc(4), Buffer.alloc(4), Buffer.concat([Buffer.from(type, 'latin1'), data])];
  length.writeUInt32BE(data.byteLength);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/** A few kilobytes that would be 144 megapixels: a black PNG of one bit a pixel. */
export const aDecompressionBomb = (): Buffer => {
  const side = 12_000;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.writeUInt8(1, 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const rows = deflateSync(Buffer.alloc(side * (1 + side / 8)), { level: 9 });
  return Buffer.concat([signature, pngChunk('IHDR', header), pngChunk('IDAT', rows), pngChunk('IEND', Buffer.alloc(0))]);
};

export const A_PAGE = Buffer.from('<!doctype html><html><body><script>alert(1)</script></body></html>');
export const A_DRAWING_WITH_SCRIPT = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(document.cookie)</script><rect width="10" height="10"/></svg>',
);
