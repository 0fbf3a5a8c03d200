import type { ImportId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { ImportLog } from './ports/import-log.js';
import type { Bytes, TradeFormat, TradeFormats } from './ports/product-file.js';

export interface RequestImportInput {
  readonly bytes: Bytes;
  /** Absent: by its first letter, which in JSON Lines is a brace. */
  readonly format?: TradeFormat | undefined;
  readonly isDryRun: boolean;
}

/** Takes a file of products, when it can be read to its end, and keeps it for a worker. Nothing of it is in the catalogue yet. */
export class RequestImport {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ imports: ImportLog }>,
    private readonly formats: TradeFormats,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** @throws UnreadableFile */
  async execute({ bytes, format, isDryRun }: RequestImportInput, claim?: RequestClaim): Promise<ImportId> {
    const known = format ?? (await formatOf(bytes));
    const { checksum, products: total } = await this.formats.read(known, bytes).look();
    const id = this.ids.next<ImportId>();
    const entry = { id, fileName: `products.${known}`, format: known, checksum, isDryRun, total, at: this.clock.now() };
    return this.unitOfWork.run(async ({ imports }) => {
      await imports.file(entry, bytes);
      return id;
    }, claim);
  }
}

async function formatOf(bytes: Bytes): Promise<TradeFormat> {
  for await (const chunk of bytes()) {
    const text = new TextDecoder().decode(chunk.subarray(0, 100)).trimStart();
    if (text !== '') return text.startsWith('{') ? 'jsonl' : 'csv';
  }
  return 'csv';
}
