import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Context } from 'koa';
import type { ExportProducts } from '../../../application/catalogue/export-products.js';
import type { ImportQueries } from '../../../application/catalogue/ports/import-log.js';
import type { RequestImport } from '../../../application/catalogue/request-import.js';
import { ImportNotFound } from '../../../domain/catalogue/import-errors.js';
import { id, looksLikeId, type ImportId } from '../../../domain/shared/ids.js';
import type { HttpController } from '../shared/http-controller.js';
import { InvalidRequest } from '../shared/request-errors.js';
import { route } from '../shared/route.js';
import { TRADE_OBJECTS, TRADE_ROUTES } from './trade-openapi.js';
import { presentImport } from './trade-presenter.js';

const importIdOf = ({ import_id = '' }: Readonly<Record<string, string>>): ImportId => {
  if (!looksLikeId(import_id)) throw new ImportNotFound();
  return id(import_id.toLowerCase());
};

/** As fast as it is read, and no faster. */
function download(ctx: Context, name: string, content: AsyncIterable<string | Uint8Array>): void {
  ctx.status = 200;
  ctx.set('Content-Disposition', `attachment; filename="${name}"`);
  ctx.body = Readable.from(content, { objectMode: false });
  ctx.type = 'application/octet-stream';
}

/** Files of products, in and out. */
export class TradeController implements HttpController {
  constructor(
    private readonly requestImport: RequestImport,
    private readonly exportProducts: ExportProducts,
    private readonly imports: ImportQueries,
  ) {}

  readonly schemas = TRADE_OBJECTS;

  readonly routes = [
    route(TRADE_ROUTES.begin, async ({ ctx, body, files, claim }) => {
      const { format, dry_run } = body as { format?: 'csv' | 'jsonl'; dry_run?: boolean };
      const [file] = files['file'] ?? [];
      if (!file) throw new InvalidRequest([{ path: 'file', code: 'required', message: 'file is required' }]);
      const bytes = (): AsyncIterable<Uint8Array> => createReadStream(file.path) as AsyncIterable<Uint8Array>;
      const importId = await this.requestImport.execute({ bytes, format, isDryRun: dry_run ?? false }, claim);
      ctx.status = 202;
      ctx.set('Location', `/api/admin/catalogue/imports/${importId}`);
      ctx.body = presentImport(await this.imports.of(importId));
    }),
    route(TRADE_ROUTES.list, async ({ ctx }) => {
      ctx.body = (await this.imports.list()).map(presentImport);
    }),
    route(TRADE_ROUTES.one, async ({ ctx, params }) => {
      ctx.body = presentImport(await this.imports.of(importIdOf(params)));
    }),
    route(TRADE_ROUTES.rejected, async ({ ctx, params }) => {
      const { id: importId, format } = await this.imports.of(importIdOf(params));
      download(ctx, `rejected.${format}`, this.imports.rejected(importId));
    }),
    route(TRADE_ROUTES.export, async ({ ctx, query: { format, status } }) => {
      download(ctx, `products.${format}`, await this.exportProducts.execute({ format, status }));
    }),
  ];
}
