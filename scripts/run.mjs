import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, wherever it was called from. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const require = createRequire(import.meta.url);

/** The file that a package's command starts, so that it can be run by node itself: no shell, no `.cmd`, the same on every system. */
export function binary(name, command = name) {
  const manifest = manifestOf(name);
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  return join(dirname(manifest), typeof bin === 'string' ? bin : bin[command]);
}

function manifestOf(name) {
  const found = require.resolve.paths(name).map((folder) => join(folder, name, 'package.json'));
  const manifest = found.find((file) => tryRead(file) !== undefined);
  if (manifest === undefined) throw new Error(`${name} is not installed: run "npm ci" first`);
  return manifest;
}

function tryRead(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

const text = (chunks) => Buffer.concat(chunks).toString();

/** How long the children of a program may outlive it before nobody waits for them any more. */
const LAST_WORDS_MS = 60_000;

/**
 * Runs node with these arguments and answers its exit code; `quiet` keeps what it prints and answers it too. `withChildren` waits until
 * the children of the program have ended as well, as far as they share its standard error.
 */
export function node(args, { env = {}, quiet = false, withChildren = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet || withChildren ? 'pipe' : 'inherit'],
    });
    const output = [];
    const stdout = [];
    child.stdout?.on('data', (chunk) => [output, stdout].forEach((chunks) => chunks.push(chunk)));
    child.stderr?.on('data', (chunk) => (quiet ? output.push(chunk) : process.stderr.write(chunk)));
    child.once('error', reject);
    child.once('exit', () => {
      if (withChildren) setTimeout(() => child.stderr?.destroy(), LAST_WORDS_MS).unref();
    });
    child.once('close', (code) => resolve({ code: code ?? 1, output: text(output), stdout: text(stdout) }));
  });
}
