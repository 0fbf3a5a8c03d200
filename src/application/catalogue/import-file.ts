import type { ImportId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { ImportProducts, ImportProgress } from './import-products.js';
import type { ImportCounts, ImportLog } from './ports/import-log.js';
import type { ProductFile } from './ports/product-file.js';

export interface ImportFileInput {
  readonly file: ProductFile;
  readonly fileName: string;
  readonly isDryRun: boolean;
  /** Goes on behind what was done of the same file before. */
  readonly resumes: boolean;
  readonly told: (progress: Pick<ImportProgress, 'position' | 'errors'> & { readonly total: number }) => void;
}

export interface ImportFileOutput extends ImportCounts {
  readonly importId: ImportId;
  readonly total: number;
}

/** Imports a file that somebody holds in hands, and waits until that is done. */
export class ImportFile {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ imports: ImportLog }>,
    private readonly importProducts: ImportProducts,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** @throws UnreadableFile before anything is stored @throws ImportRunning while another one runs */
  async execute({ file, fileName, isDryRun, resumes, told }: ImportFileInput): Promise<ImportFileOutput> {
    const { checksum, products: total } = await file.look();
    const { format } = file;
    const holder = this.ids.next();
    const entry = await this.unitOfWork.run(({ imports }) =>
      imports.begin({ id: this.ids.next(), fileName, format, checksum, isDryRun, total, at: this.clock.now() }, holder, { resumes }),
    );
    told({ position: entry.position, total, errors: [] });
    const counts = await this.importProducts.execute({
      entry,
      file,
      holder,
      told: ({ position, errors }) => told({ position, total, errors }),
    });
    return { ...counts, importId: entry.id, total };
  }
}
