import { chown, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { serverAccount } from './embedded-binaries.js';
import { embeddedHome, isServed, startEmbeddedPostgres } from './embedded-postgres.js';
import { copyTree } from './copy-tree.js';
import { checkedManifest, writeManifest } from './backup-manifest.js';

/** Where everything is that a shop with an embedded database keeps. */
export interface Belongings {
  readonly dataDir: string;
  /** Null: the pictures are in a bucket, and stay there. */
  readonly mediaDir: string | null;
}

export interface BackupMade {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
}

/** There is something where the backup would go. */
export class WouldOverwrite extends Error {
  constructor(what: string, advice: string) {
    super(`${what}: ${advice}`);
    this.name = 'WouldOverwrite';
  }
}

/** The database is somebody else's. */
export class NotOurs extends Error {
  constructor() {
    super('DATABASE_URL names a server of your own: back it up with pg_dump, as docs/operations.md shows, and copy the pictures');
    this.name = 'NotOurs';
  }
}

const SLOT = 'portico_backup';
/** Of these the folders are needed and their contents are not; the first is copied at the end. */
const EMPTY_FOLDERS = ['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans'];
const LEFT_OUT = /^postmaster\.(pid|opts)$|(^|\/)(pgsql_tmp[^/]*|pg_internal\.init[^/]*)$/;
const SEGMENT = /^[0-9A-F]{24}$/;
const SECONDS = 19;

const isData = (path: string): boolean => !LEFT_OUT.test(path) && !EMPTY_FOLDERS.some((folder) => path.startsWith(`${folder}/`));

/** What the shop keeps beside the database and the pictures: the secrets it made for itself, mails that were written as files. */
const isKept = (path: string): boolean => !/^(postgres|media|backups)(\/|$)/.test(path);

/** The server's own words on what of its log has to come along. */
interface Stopped {
  readonly labelfile: string;
  readonly last: string;
}

async function copyDatabase(url: string, from: string, to: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'portico-backup', connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    // As long as this session lives, nothing of the log is thrown away that was written from now on.
    await client.query('select pg_create_physical_replication_slot($1, true, true)', [`${SLOT}_${process.pid}`]);
    await client.query("select pg_backup_start('portico', true)");
    await copyTree(from, to, isData);
    for (const folder of EMPTY_FOLDERS) await mkdir(join(to, folder), { recursive: true, mode: 0o700 });
    const { rows } = await client.query<Stopped>('select labelfile, pg_walfile_name(lsn) as last from pg_backup_stop(false)');
    const [stopped] = rows;
    if (!stopped) throw new Error('The server did not say what it copied');
    await writeFile(join(to, 'backup_label'), stopped.labelfile, { mode: 0o600, flush: true });
    const first = /\(file ([0-9A-F]{24})\)/.exec(stopped.labelfile)?.[1] ?? '';
    await copyTree(join(from, 'pg_wal'), join(to, 'pg_wal'), (name) => SEGMENT.test(name) && name >= first && name <= stopped.last);
  } finally {
    await client.end();
  }
}

/**
 * Copies a shop while it runs, or while it does not: the database as it is when the copying ends, then the pictures, then the
 * secrets. The folder gets its name when all is there and checked sums are written.
 */
export async function backUp({ dataDir, mediaDir }: Belongings, folder: string, version: string, now: Date): Promise<BackupMade> {
  const name = `portico-${now.toISOString().slice(0, SECONDS).replaceAll(':', '')}Z`;
  const target = join(resolve(folder), name);
  const half = `${target}.unfinished`;
  const isThere = await stat(target).catch(() => undefined);
  if (isThere) throw new WouldOverwrite(`${target} is there already`, 'try again in a second');
  await mkdir(half, { recursive: true, mode: 0o700 });
  const database = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  const home = embeddedHome(dataDir);
  try {
    await copyDatabase(database.url, join(home, 'data'), join(half, 'postgres', 'data'));
    await writeFile(join(half, 'postgres', 'password'), await readFile(join(home, 'password')), { mode: 0o600 });
  } finally {
    await database.stop();
  }
  if (mediaDir !== null) await copyTree(mediaDir, join(half, 'media'));
  await copyTree(resolve(dataDir), join(half, 'kept'), isKept);
  const postgres = (await readFile(join(half, 'postgres', 'data', 'PG_VERSION'), 'utf8')).trim();
  const written = await writeManifest(half, { portico: version, postgres, finishedAt: new Date().toISOString() });
  await rename(half, target);
  return { folder: target, ...written };
}

/** The server refuses a folder that is not its own. */
async function handOver(folder: string): Promise<void> {
  const account = serverAccount();
  if (!account) return;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  await chown(folder, account.uid, account.gid);
  for (const entry of entries) await chown(join(entry.parentPath, entry.name), account.uid, account.gid);
}

const isFilled = async (folder: string): Promise<boolean> => (await readdir(folder).catch(() => [])).length > 0;

/**
 * Puts a backup where a shop keeps its things, and starts the database once, so that it is known to work.
 * @param force what is there is set aside under another name instead of being in the way.
 * @throws BadBackup, WouldOverwrite, both with nothing changed.
 */
export async function restore(
  { dataDir, mediaDir }: Belongings,
  folder: string,
  force: boolean,
  now: Date,
): Promise<{ readonly setAside: readonly string[] }> {
  await checkedManifest(folder);
  const home = embeddedHome(dataDir);
  if (await isServed(home)) throw new WouldOverwrite('The shop is running', 'stop it first');
  const data = join(home, 'data');
  const inTheWay: string[] = [];
  for (const place of [data, mediaDir]) if (place !== null && (await isFilled(place))) inTheWay.push(place);
  if (inTheWay.length > 0 && !force)
    throw new WouldOverwrite(
      `There is a shop already, in ${inTheWay.join(' and ')}`,
      'restore with --force sets it aside, or choose another DATA_DIR',
    );

  const fresh = `${data}.restoring`;
  await mkdir(home, { recursive: true });
  await copyTree(join(folder, 'postgres', 'data'), fresh);
  for (const empty of EMPTY_FOLDERS) await mkdir(join(fresh, empty), { recursive: true, mode: 0o700 });
  await handOver(fresh);
  const setAside: string[] = [];
  for (const place of inTheWay) {
    const aside = `${place}.before-${now.toISOString().slice(0, SECONDS).replaceAll(':', '')}Z`;
    await rename(place, aside);
    setAside.push(aside);
  }
  await rename(fresh, data);
  await writeFile(join(home, 'password'), await readFile(join(folder, 'postgres', 'password')), { mode: 0o600 });
  if (mediaDir !== null) {
    await mkdir(dirname(mediaDir), { recursive: true });
    await copyTree(join(folder, 'media'), mediaDir);
  }
  await copyTree(join(folder, 'kept'), resolve(dataDir));
  const database = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  await database.stop();
  return { setAside };
}
