import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';

const KEYS = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER', AWS_EC2_METADATA_DISABLED: 'true' };

/** An S3 server with one bucket, for the `describe` it is called in, and the keys to it in the environment. */
export class S3Server {
  #server: S3rver | undefined;
  #folder = '';
  #port = 0;

  static forThisSuite(): S3Server {
    const s3 = new S3Server();
    const found = new Map<string, string | undefined>();
    before(async () => {
      for (const [name, value] of Object.entries(KEYS)) {
        found.set(name, process.env[name]);
        process.env[name] = value;
      }
      s3.#folder = await mkdtemp(join(tmpdir(), 'portico-s3-'));
      await s3.start();
    });
    after(async () => {
      await s3.stop();
      await rm(s3.#folder, { recursive: true, force: true });
      for (const [name, value] of found)
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
    });
    return s3;
  }

  /** What `MEDIA_URL` is set to. */
  url(folder = '', bucket = 'pictures'): string {
    return `s3://${bucket}/${folder}?region=us-east-1&endpoint=http://127.0.0.1:${this.#port}`;
  }

  /** At the port where it was before, with what it kept. */
  async start(): Promise<void> {
    this.#server = new S3rver({
      address: '127.0.0.1',
      port: this.#port,
      silent: true,
      directory: this.#folder,
      configureBuckets: [{ name: 'pictures' }],
    });
    this.#port = (await this.#server.run()).port;
  }

  async stop(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
  }
}
