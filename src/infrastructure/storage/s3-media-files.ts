import type { S3Client } from '@aws-sdk/client-s3';
import { ImagesUnavailable } from '../../domain/catalogue/image-errors.js';
import { MediaPlaceRefused, type MediaFile, type MediaFiles } from './media-files.js';

/** A bucket, or a part of one. Who we are is told by the environment, as AWS has it: keys, a profile, or the role of the machine. */
export interface S3Place {
  readonly bucket: string;
  /** In front of each name; empty, or it ends with a slash. */
  readonly prefix: string;
  readonly region: string;
  /** Null: Amazon's own. */
  readonly endpoint: string | null;
}

const TRIES = 3;
const CONNECTING_MS = 2_000;
const ANSWERING_MS = 10_000;
const AT_A_TIME = 1_000;

/** These will not go away by themselves. */
const REFUSALS: Readonly<Record<string, string>> = {
  NoSuchBucket: 'there is no such bucket',
  PermanentRedirect: 'the bucket is in another region',
  AuthorizationHeaderMalformed: 'the bucket is in another region',
  InvalidAccessKeyId: 'the access key is unknown',
  SignatureDoesNotMatch: 'the secret key does not fit the access key',
  AccessDenied: 'the access key may not list, read and write there',
  ExpiredToken: 'the session token has expired',
  CredentialsProviderError: 'there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role',
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
const isGone = (error: unknown): boolean => ['NotFound', 'NoSuchKey'].includes(nameOf(error));

const loadSdk = () => import('@aws-sdk/client-s3');
type Sdk = Awaited<ReturnType<typeof loadSdk>>;

/** Objects in a bucket of S3, or of what speaks like it. The client is loaded when it is first needed. */
export class S3MediaFiles implements MediaFiles {
  #line: Promise<{ readonly sdk: Sdk; readonly client: S3Client }> | undefined;

  constructor(private readonly place: S3Place) {}

  async write(name: string, content: Uint8Array): Promise<void> {
    await this.#ask((client, { PutObjectCommand }) =>
      client.send(
        new PutObjectCommand({
          ...this.#object(name),
          Body: content,
          ContentLength: content.byteLength,
          ContentType: 'image/webp',
          CacheControl: 'public, max-age=31536000, immutable',
        }),
      ),
    );
  }

  async find(name: string): Promise<MediaFile | undefined> {
    const head = await this.#ask((client, { HeadObjectCommand }) =>
      client.send(new HeadObjectCommand(this.#object(name))).catch((error: unknown) => {
        if (isGone(error)) return undefined;
        throw error;
      }),
    );
    return head && { bytes: head.ContentLength ?? 0, read: () => this.#read(name) };
  }

  async remove(name: string): Promise<void> {
    await this.#ask((client, { DeleteObjectCommand }) => client.send(new DeleteObjectCommand(this.#object(name))));
  }

  async *olderThan(moment: Date): AsyncIterable<readonly string[]> {
    const { bucket, prefix } = this.place;
    let last: string | undefined;
    let isMore = true;
    while (isMore) {
      const page = await this.#ask((client, { ListObjectsV2Command }) =>
        client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: AT_A_TIME, StartAfter: last })),
      );
      const found = page.Contents ?? [];
      const old = found.filter(({ LastModified }) => LastModified && LastModified < moment);
      if (old.length > 0) yield old.map(({ Key = '' }) => Key.slice(prefix.length));
      last = found.at(-1)?.Key;
      isMore = page.IsTruncated === true && last !== undefined;
    }
  }

  async check(): Promise<void> {
    const { bucket, prefix } = this.place;
    try {
      await this.#ask((client, { ListObjectsV2Command }) =>
        client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: 1 })),
      );
    } catch (error) {
      const reason = REFUSALS[nameOf((error as Error).cause)];
      if (reason === undefined) throw error;
      throw new MediaPlaceRefused(`Pictures cannot be kept in the bucket ${bucket} of MEDIA_URL: ${reason}`, error);
    }
  }

  #object(name: string) {
    return { Bucket: this.place.bucket, Key: `${this.place.prefix}${name}` };
  }

  /** A reader who leaves early ends the transfer. */
  async *#read(name: string): AsyncIterable<Uint8Array> {
    const { Body } = await this.#ask((client, { GetObjectCommand }) => client.send(new GetObjectCommand(this.#object(name))));
    if (Body) yield* Body as unknown as AsyncIterable<Uint8Array>;
  }

  async #ask<Answer>(question: (client: S3Client, sdk: Sdk) => Promise<Answer>): Promise<Answer> {
    this.#line ??= this.#open();
    const { client, sdk } = await this.#line;
    try {
      return await question(client, sdk);
    } catch (error) {
      throw new ImagesUnavailable(error);
    }
  }

  async #open() {
    const { region, endpoint } = this.place;
    const sdk = await loadSdk();
    const client = new sdk.S3Client({
      region,
      maxAttempts: TRIES,
      requestHandler: {
        connectionTimeout: CONNECTING_MS,
        requestTimeout: ANSWERING_MS,
        throwOnRequestTimeout: true,
        socketTimeout: ANSWERING_MS,
      },
      // Others than Amazon's own know neither bucket names in host names nor the newer checksums.
      ...(endpoint === null
        ? {}
        : { endpoint, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' }),
    });
    return { sdk, client };
  }
}
