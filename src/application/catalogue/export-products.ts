import type { ProductStatus } from '../../domain/catalogue/product-state.js';
import type { CatalogueExtract } from './ports/catalogue-extract.js';
import type { TradeFormat, TradeFormats } from './ports/product-file.js';

/** Writes the catalogue as a file that can be imported again, here or in another shop. */
export class ExportProducts {
  constructor(
    private readonly catalogue: CatalogueExtract,
    private readonly formats: TradeFormats,
  ) {}

  /** @returns the text in pieces, made as they are taken. */
  async execute({
    format,
    status,
  }: {
    readonly format: TradeFormat;
    readonly status?: ProductStatus | undefined;
  }): Promise<AsyncIterable<string>> {
    return this.formats.write(format, this.catalogue.products(status), await this.catalogue.mostOptions());
  }
}
