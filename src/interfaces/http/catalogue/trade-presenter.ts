import type { ImportView } from '../../../application/catalogue/ports/import-log.js';

export const presentImport = (view: ImportView) => ({
  id: view.id,
  file_name: view.fileName,
  format: view.format,
  dry_run: view.isDryRun,
  status: view.status,
  total: view.total,
  processed: view.position,
  created: view.created,
  updated: view.updated,
  unchanged: view.unchanged,
  rejected: view.rejected,
  errors: view.errors,
  failure: view.failure,
  created_at: view.createdAt,
  ended_at: view.endedAt,
});
