import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { createConnection } from '../../src/infrastructure/database/connection.js';
import { startEmbeddedPostgres } from '../../src/infrastructure/database/embedded-postgres.js';
import { MailSink } from './mail-sink.js';
import { Redis } from './redis.js';
import { ShopServer, type Settings } from './shop-server.js';
import { UnreliableLine } from './unreliable-line.js';

export const ADMIN = { email: 'chaos-admin@portico.example', password: 'a-long-chaos-password-7391' };

/** Everything that a play breaks: a database with durable commits and a supervisor, a line to it, a mail server, Redis, a small disk. */
export interface OwnStage {
  readonly knex: Knex;
  readonly line: UnreliableLine;
  readonly mail: MailSink;
  readonly redis: Redis | undefined;
  readonly media: string | undefined;
  /** For servers that reach the database over the line. */
  readonly settings: Settings;
  /** For servers that reach it directly. */
  readonly databaseUrl: string;
  readonly strikeDatabase: () => Promise<void>;
  close(): Promise<void>;
}

/** As root on Linux: a file system that is full after a few pictures. */
function smallDisk(dataDir: string): string | undefined {
  const folder = join(dataDir, 'media');
  mkdirSync(folder);
  const isMounted =
    process.platform === 'linux' && spawnSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder]).status === 0;
  return isMounted ? folder : undefined;
}

/** The supervisor of the embedded server sees within a second that it is gone, and starts it again. */
async function strikePostgres(dataDir: string, knex: Knex): Promise<void> {
  const pid = Number(readFileSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(pid, 'SIGKILL');
  for (let isUp = false; !isUp; await sleep(50)) isUp = await knex.raw('select 1').then(Boolean, () => false);
}

export async function openOwnStage(): Promise<OwnStage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'portico-chaos-'));
  chmodSync(dataDir, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined, revives: true });
  const line = await UnreliableLine.to(postgres.url);
  const knex = createConnection(postgres.url, { applicationName: 'chaos', poolMax: 4 });
  const [mail, redis, media] = [await MailSink.open(), await Redis.open(), smallDisk(dataDir)];
  return {
    knex,
    line,
    mail,
    redis,
    media,
    databaseUrl: postgres.url,
    settings: {
      NODE_ENV: 'test',
      DATABASE_URL: line.url,
      DATA_DIR: dataDir,
      DEMO: 'off',
      BCRYPT_COST: '4',
      RATE_LIMIT: 'off',
      LOG_LEVEL: 'silent',
      ORDER_EXPIRY_MINUTES: '1',
      JWT_SECRET: 'chaos-only-9f8e7d6c5b4a39281706-secret',
      FAKE_GATEWAY_SECRET: 'chaos-webhook-secret-0123456789abcdef',
      SMTP_URL: mail.url,
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      ...(redis ? { REDIS_URL: redis.url } : {}),
      ...(media ? { MEDIA_URL: `file:${resolve(media)}` } : {}),
    },
    strikeDatabase: () => strikePostgres(dataDir, knex),
    async close() {
      ShopServer.killAll();
      await knex.destroy();
      await line.close();
      await mail.close();
      redis?.close();
      await postgres.stop();
      if (media) spawnSync('/bin/umount', [media]);
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
