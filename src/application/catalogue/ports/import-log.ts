import type { ImportId } from '../../../domain/shared/ids.js';
import type { Bytes, FilePlace, TradeFormat } from './product-file.js';

export interface ImportFault extends FilePlace {
  readonly code: string;
  readonly message: string;
}

/** `waiting` for its turn · `running` · `done`, perhaps with rejected lines · `failed`: what is behind it stays, the rest was not looked at */
export type ImportStatus = 'waiting' | 'running' | 'done' | 'failed';

export interface ImportCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
}

export interface ImportView extends ImportCounts {
  readonly id: ImportId;
  readonly fileName: string;
  readonly format: TradeFormat;
  readonly isDryRun: boolean;
  readonly status: ImportStatus;
  /** Products in the file. */
  readonly total: number;
  /** How many of them have been looked at. */
  readonly position: number;
  /** The first hundred; all rejected lines are kept. */
  readonly errors: readonly ImportFault[];
  /** Why it failed. */
  readonly failure: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

export interface NewImport {
  readonly id: ImportId;
  readonly fileName: string;
  readonly format: TradeFormat;
  readonly checksum: string;
  readonly isDryRun: boolean;
  readonly total: number;
  readonly at: Date;
}

/** One batch is behind us. */
export interface ImportStep extends ImportCounts {
  readonly importId: ImportId;
  /** Whoever began it; another one who took over has another. */
  readonly holder: string;
  /** Products of the file that are behind us now. */
  readonly position: number;
  readonly errors: readonly ImportFault[];
  /** The lines that were not taken, with what a file of them begins with in front of the first. */
  readonly rejectedText: string;
  readonly at: Date;
}

/** Which files have come, and how far they are. */
export interface ImportLog {
  /** Keeps the file for whoever has time; it is opened anew should the unit of work be repeated. */
  file(entry: NewImport, bytes: Bytes): Promise<void>;

  /**
   * Begins one whose file somebody holds, or goes on with the last one of the same file that did not end.
   * @returns where it stands
   * @throws ImportRunning while another one runs
   */
  begin(entry: NewImport, holder: string, options: { readonly resumes: boolean }): Promise<ImportView>;

  /** Takes the oldest that waits, or one whose holder has not been heard of; nothing while another one runs. */
  take(holder: string, at: Date): Promise<ImportView | undefined>;

  /** Writes down how far it has come, in the unit of work that came so far. @throws ImportRunning when somebody else has taken over */
  step(step: ImportStep): Promise<void>;

  /** All of it is behind us: the file that was sent is forgotten, what was rejected stays. */
  end(importId: ImportId, holder: string, at: Date): Promise<void>;

  /** It could not go on: it is tried again soon, or has failed when that was often enough. */
  stumble(importId: ImportId, holder: string, reason: string, at: Date): Promise<void>;
}

/** What was imported, for those who ask. */
export interface ImportQueries {
  /** The newest first, fifty at most. */
  list(): Promise<readonly ImportView[]>;
  /** @throws ImportNotFound */
  of(importId: ImportId): Promise<ImportView>;
  /** What was sent, as long as the import has not ended. */
  sent(importId: ImportId): AsyncIterable<Uint8Array>;
  /** The rejected lines as a file. */
  rejected(importId: ImportId): AsyncIterable<Uint8Array>;
}
