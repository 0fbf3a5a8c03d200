import { NotOurs, WouldOverwrite } from '../database/embedded-backup.js';
import { BadBackup } from '../database/backup-manifest.js';
import { ImportRunning, UnreadableFile } from '../../domain/catalogue/import-errors.js';
import { BadConfiguration } from '../config/config.js';
import { EmbeddedPostgresUnavailable } from '../database/embedded-binaries.js';
import { NewerSchema } from '../database/migrator.js';
import { MediaPlaceRefused } from '../storage/media-files.js';
import { isOutage } from '../persistence/shared/database-faults.js';
import { PortTaken } from '../../interfaces/http/server.js';

const EXPECTED = [
  BadBackup,
  NotOurs,
  WouldOverwrite,
  BadConfiguration,
  EmbeddedPostgresUnavailable,
  MediaPlaceRefused,
  NewerSchema,
  PortTaken,
  UnreadableFile,
  ImportRunning,
];

/** What a person at the terminal is told. An error that nobody expected comes with its stack; none comes with a secret. */
export function inPlainWords(error: unknown): string {
  if (EXPECTED.some((known) => error instanceof known)) return (error as Error).message;
  if (isOutage(error)) return 'The database does not answer: is it up, and is DATABASE_URL right?';
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && /^(28|3D|42501)/.test(code)) return `The database refuses us: ${error.message}`;
  if (code === 'ENOENT') return `There is no such file: ${error.message}`;
  if (typeof code === 'string' && /^(EACCES|EPERM|EROFS|ENOSPC)$/.test(code)) return `Files cannot be written: ${error.message}`;
  return error.stack ?? error.message;
}

/** Ends the process with what keeps it from starting. */
export const refuse = (error: unknown): never => {
  process.stderr.write(`${inPlainWords(error)}\n`);
  process.exit(1);
};
