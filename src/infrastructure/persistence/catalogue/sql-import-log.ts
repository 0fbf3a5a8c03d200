import type {
  ImportFault,
  ImportLog,
  ImportQueries,
  ImportStatus,
  ImportStep,
  ImportView,
  NewImport,
} from '../../../application/catalogue/ports/import-log.js';
import type { Bytes, TradeFormat } from '../../../application/catalogue/ports/product-file.js';
import { ImportNotFound, ImportRunning } from '../../../domain/catalogue/import-errors.js';
import { id, type ImportId } from '../../../domain/shared/ids.js';
import { violatesUnique } from '../shared/database-faults.js';
import type { Sql } from '../shared/sql.js';

interface ImportRow {
  readonly id: string;
  readonly file_name: string;
  readonly format: TradeFormat;
  readonly is_dry_run: boolean;
  readonly status: ImportStatus;
  readonly products_total: number;
  readonly position: number;
  readonly created_count: number;
  readonly updated_count: number;
  readonly unchanged_count: number;
  readonly rejected_count: number;
  readonly errors: readonly ImportFault[];
  readonly failure: string | null;
  readonly created_at: Date;
  readonly ended_at: Date | null;
}

const PART_BYTES = 1_000_000;
const HELD_SECONDS = 20;
const REST_SECONDS = 5;
const MOST_STUMBLES = 5;
const MOST_ERRORS = 100;
const MOST_LISTED = 50;

const INSERT = {
  name: 'imports.insert',
  text: `insert into catalogue_imports (id, file_name, format, checksum, is_dry_run, is_stored, status, products_total, created_at, holder, held_until)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9::timestamptz, $10, $9::timestamptz + interval '${HELD_SECONDS} seconds')`,
};
const ADD_PART = {
  name: 'imports.add_part',
  text: `insert into catalogue_import_parts (import_id, kind, place, bytes)
    select $1, $2, coalesce(max(place), 0) + 1, $3 from catalogue_import_parts where import_id = $1 and kind = $2`,
};
const PART = {
  name: 'imports.part',
  text: 'select place, bytes from catalogue_import_parts where import_id = $1 and kind = $2 and place > $3 order by place limit 1',
};
/** One that nobody has heard of for a while is up for grabs; one that waits only if nothing runs. */
const TAKE = {
  name: 'imports.take',
  text: `update catalogue_imports set status = 'running', holder = $1, held_until = $2::timestamptz + interval '${HELD_SECONDS} seconds'
    where id = (
      select id from catalogue_imports one
      where is_stored and (held_until < $2::timestamptz and status = 'running'
        or status = 'waiting' and not exists (select from catalogue_imports where status = 'running'))
      order by status, id limit 1 for update skip locked
    ) returning *`,
};
/** One that was begun from a terminal and cut off keeps nobody waiting. */
const GIVE_UP_LOST = {
  name: 'imports.give_up_lost',
  text: `update catalogue_imports set status = 'failed', failure = 'cut off', ended_at = $1
    where status = 'running' and not is_stored and held_until < $1`,
};
const RESUME = {
  name: 'imports.resume',
  text: `update catalogue_imports set status = 'running', holder = $3, failure = null, ended_at = null,
      held_until = $4::timestamptz + interval '${HELD_SECONDS} seconds'
    where id = (
      select id from catalogue_imports where checksum = $1 and is_dry_run = $2 and not is_stored
        and (status = 'failed' or status = 'running' and held_until < $4::timestamptz)
      order by id desc limit 1 for update
    ) returning *`,
};
const STEP = {
  name: 'imports.step',
  text: `update catalogue_imports set position = $3, created_count = created_count + $4, updated_count = updated_count + $5,
      unchanged_count = unchanged_count + $6, rejected_count = rejected_count + $7, held_until = $9::timestamptz + interval '${HELD_SECONDS} seconds',
      stumbles = 0, errors = case when jsonb_array_length(errors) >= ${MOST_ERRORS} then errors
        else (select coalesce(jsonb_agg(error order by place), '[]') from (
          select * from jsonb_array_elements(errors || $8::jsonb) with ordinality as all_errors (error, place) limit ${MOST_ERRORS}) first_ones) end
    where id = $1 and holder = $2 and status = 'running' returning id`,
};
const END = {
  name: 'imports.end',
  text: `update catalogue_imports set status = 'done', ended_at = $3, holder = null where id = $1 and holder = $2 and status = 'running' returning id`,
};
const FORGET_SENT = { name: 'imports.forget_sent', text: `delete from catalogue_import_parts where import_id = $1 and kind = 'sent'` };
const STUMBLE = {
  name: 'imports.stumble',
  text: `update catalogue_imports set stumbles = stumbles + 1, failure = $3,
      status = case when is_stored and stumbles + 1 < ${MOST_STUMBLES} then 'running' else 'failed' end,
      ended_at = case when is_stored and stumbles + 1 < ${MOST_STUMBLES} then null else $4::timestamptz end,
      held_until = $4::timestamptz + interval '${REST_SECONDS} seconds'
    where id = $1 and holder = $2 and status = 'running' returning status`,
};
const LIST = { name: 'imports.list', text: `select * from catalogue_imports order by id desc limit ${MOST_LISTED}` };
const ONE = { name: 'imports.one', text: 'select * from catalogue_imports where id = $1' };

const toView = (row: ImportRow): ImportView => ({
  id: id(row.id),
  fileName: row.file_name,
  format: row.format,
  isDryRun: row.is_dry_run,
  status: row.status,
  total: row.products_total,
  position: row.position,
  created: row.created_count,
  updated: row.updated_count,
  unchanged: row.unchanged_count,
  rejected: row.rejected_count,
  errors: row.errors,
  failure: row.failure,
  createdAt: row.created_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
});

/** One piece after another, each asked for when the one before has been read. */
async function* partsOf(sql: Sql, importId: string, kind: 'sent' | 'rejected'): AsyncGenerator<Uint8Array, void> {
  let place = 0;
  for (;;) {
    const [part] = await sql.query<{ place: number; bytes: Uint8Array }>(PART, [importId, kind, place]);
    if (!part) return;
    yield part.bytes;
    ({ place } = part);
  }
}

/** Imports and their files in PostgreSQL, so that any worker can take them up. */
export class SqlImportLog implements ImportLog {
  constructor(private readonly sql: Sql) {}

  async file(entry: NewImport, bytes: Bytes): Promise<void> {
    await this.#insert(entry, true, 'waiting', null);
    let rest: Uint8Array = new Uint8Array();
    for await (const chunk of bytes()) {
      rest = Buffer.concat([rest, chunk]);
      if (rest.length < PART_BYTES) continue;
      await this.sql.query(ADD_PART, [entry.id, 'sent', rest]);
      rest = new Uint8Array();
    }
    if (rest.length > 0) await this.sql.query(ADD_PART, [entry.id, 'sent', rest]);
  }

  async begin(entry: NewImport, holder: string, { resumes }: { readonly resumes: boolean }): Promise<ImportView> {
    try {
      if (resumes) {
        const [row] = await this.sql.query<ImportRow>(RESUME, [entry.checksum, entry.isDryRun, holder, entry.at]);
        if (row) return toView(row);
      }
      await this.sql.query(GIVE_UP_LOST, [entry.at]);
      await this.#insert(entry, false, 'running', holder);
    } catch (error) {
      if (violatesUnique(error, 'catalogue_imports_running')) throw new ImportRunning();
      throw error;
    }
    const [row] = await this.sql.query<ImportRow>(ONE, [entry.id]);
    if (!row) throw new ImportNotFound();
    return toView(row);
  }

  async take(holder: string, at: Date): Promise<ImportView | undefined> {
    await this.sql.query(GIVE_UP_LOST, [at]);
    try {
      const [row] = await this.sql.query<ImportRow>(TAKE, [holder, at]);
      return row && toView(row);
    } catch (error) {
      if (violatesUnique(error, 'catalogue_imports_running')) throw new ImportRunning();
      throw error;
    }
  }

  async step({ importId, holder, position, created, updated, unchanged, rejected, errors, rejectedText, at }: ImportStep): Promise<void> {
    const values = [importId, holder, position, created, updated, unchanged, rejected, JSON.stringify(errors.slice(0, MOST_ERRORS)), at];
    const [held] = await this.sql.query<{ id: string }>(STEP, values);
    if (!held) throw new ImportRunning();
    if (rejectedText !== '') await this.sql.query(ADD_PART, [importId, 'rejected', Buffer.from(rejectedText)]);
  }

  async end(importId: ImportId, holder: string, at: Date): Promise<void> {
    const [held] = await this.sql.query<{ id: string }>(END, [importId, holder, at]);
    if (held) await this.sql.query(FORGET_SENT, [importId]);
  }

  async stumble(importId: ImportId, holder: string, reason: string, at: Date): Promise<void> {
    const [entry] = await this.sql.query<{ status: ImportStatus }>(STUMBLE, [importId, holder, reason, at]);
    if (entry?.status === 'failed') await this.sql.query(FORGET_SENT, [importId]);
  }

  async #insert(entry: NewImport, isStored: boolean, status: ImportStatus, holder: string | null): Promise<void> {
    const { id: importId, fileName, format, checksum, isDryRun, total, at } = entry;
    await this.sql.query(INSERT, [importId, fileName, format, checksum, isDryRun, isStored, status, total, at, holder]);
  }
}

/** Reads of the same tables. */
export class SqlImportQueries implements ImportQueries {
  constructor(private readonly sql: Sql) {}

  async list(): Promise<readonly ImportView[]> {
    return (await this.sql.query<ImportRow>(LIST)).map(toView);
  }

  async of(importId: ImportId): Promise<ImportView> {
    const [row] = await this.sql.query<ImportRow>(ONE, [importId]);
    if (!row) throw new ImportNotFound();
    return toView(row);
  }

  sent(importId: ImportId): AsyncIterable<Uint8Array> {
    return partsOf(this.sql, importId, 'sent');
  }

  rejected(importId: ImportId): AsyncIterable<Uint8Array> {
    return partsOf(this.sql, importId, 'rejected');
  }
}
