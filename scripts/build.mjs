/** Compiles what a server needs into `dist`, and copies what belongs to it and is no TypeScript (mail templates, pictures). */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { binary, node, ROOT } from './run.mjs';

const DIST = join(ROOT, 'dist');
const FINGERPRINT = join(DIST, '.fingerprint');
const WORKSHOP = join(ROOT, '.build');
const LOCK = join(WORKSHOP, 'lock');
const SOURCES = ['src', 'migrations', 'knexfile.ts', 'tsconfig.json', 'tsconfig.build.json', 'package.json', 'package-lock.json'];
const POLL_MS = 100;

/** Whether `dist` was made from exactly these sources: none newer, none gone, none added. */
export const isCurrent = () => existsSync(FINGERPRINT) && readFileSync(FINGERPRINT, 'utf8') === fingerprint();

/** Builds unless `dist` is current; of several processes that ask at once, one builds and the others wait for it. */
export async function buildIfNeeded() {
  if (isCurrent()) return;
  await locked(async () => {
    if (isCurrent()) return;
    console.log('Building …');
    await build();
  });
}

/** @throws when the sources do not compile; `dist` is then what it was. */
async function build() {
  const made = fingerprint();
  const staging = join(WORKSHOP, 'new');
  rmSync(staging, { recursive: true, force: true });
  try {
    const project = ['-p', 'tsconfig.build.json', '--noEmitOnError', '--incremental', 'false', '--tsBuildInfoFile', 'null'];
    const { code } = await node([binary('typescript', 'tsc'), ...project, '--outDir', staging]);
    if (code !== 0) throw new Error('The sources do not compile: see above');
    for (const file of filesUnder('src').filter((name) => !name.endsWith('.ts'))) {
      mkdirSync(dirname(join(staging, file)), { recursive: true });
      copyFileSync(join(ROOT, file), join(staging, file));
    }
    writeFileSync(join(staging, '.fingerprint'), made);
    replaceDist(staging);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** By renaming, so that nobody ever sees half a build. */
function replaceDist(staging) {
  const old = join(WORKSHOP, 'old');
  rmSync(old, { recursive: true, force: true });
  if (existsSync(DIST)) renameSync(DIST, old);
  renameSync(staging, DIST);
  rmSync(old, { recursive: true, force: true });
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesUnder(source)) {
      const { size, mtimeMs } = statSync(join(ROOT, file));
      hash.update(`${file} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

function filesUnder(source) {
  const path = join(ROOT, source);
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [source];
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1)).sort();
}

async function locked(work) {
  mkdirSync(WORKSHOP, { recursive: true });
  while (!tryLock()) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  try {
    await work();
  } finally {
    rmSync(LOCK, { force: true });
  }
}

function tryLock() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (!isHeld()) rmSync(LOCK, { force: true });
  return false;
}

/** A lock whose owner has died is nobody's; an empty one is being written this moment. */
function isHeld() {
  try {
    const owner = Number(readFileSync(LOCK, 'utf8'));
    if (owner === 0) return Date.now() - statSync(LOCK).mtimeMs < 5_000;
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await locked(build);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
