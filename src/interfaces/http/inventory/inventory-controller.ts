import type { CorrectStock } from '../../../application/inventory/correct-stock.js';
import type { StockQueries } from '../../../application/inventory/ports/stock-queries.js';
import type { ReceiveStock } from '../../../application/inventory/receive-stock.js';
import type { SetStockTerms } from '../../../application/inventory/set-stock-terms.js';
import type { TransferStock } from '../../../application/inventory/transfer-stock.js';
import { StockNotFound } from '../../../domain/inventory/inventory-errors.js';
import { id, looksLikeId, type VariantId } from '../../../domain/shared/ids.js';
import { ifMatchOf, versionTag } from '../shared/entity-tag.js';
import type { HttpController } from '../shared/http-controller.js';
import { announcePage, pageRequest } from '../shared/paging.js';
import { route, type RouteRequest } from '../shared/route.js';
import { INVENTORY_OBJECTS, INVENTORY_ROUTES } from './inventory-openapi.js';
import { presentLevel, presentMovement } from './inventory-presenter.js';

type Context = RouteRequest['ctx'];

/** @throws StockNotFound for what can be nobody's */
function variantIdOf({ variant_id = '' }: Readonly<Record<string, string>>): VariantId {
  if (!looksLikeId(variant_id)) throw new StockNotFound();
  return id(variant_id.toLowerCase());
}

const timeOf = (text: string | undefined): Date | undefined => (text === undefined ? undefined : new Date(text));

/** What there is, where it lies, and who said so. */
export class InventoryController implements HttpController {
  constructor(
    private readonly stock: StockQueries,
    private readonly receiveStock: ReceiveStock,
    private readonly correctStock: CorrectStock,
    private readonly transferStock: TransferStock,
    private readonly setStockTerms: SetStockTerms,
  ) {}

  readonly schemas = INVENTORY_OBJECTS;

  readonly routes = [
    route(INVENTORY_ROUTES.levels, async ({ ctx, query }) => {
      const { q: text, sku, low: isLow, location } = query;
      const page = await this.stock.levels({ text, sku, isLow, location }, pageRequest(query));
      announcePage(ctx, query, page);
      ctx.body = page.items.map(presentLevel);
    }),
    route(INVENTORY_ROUTES.low, async ({ ctx, query }) => {
      const page = await this.stock.levels({ isLow: true }, pageRequest(query));
      announcePage(ctx, query, page);
      ctx.body = page.items.map(presentLevel);
    }),
    route(INVENTORY_ROUTES.movements, async ({ ctx, query }) => {
      const { variant_id, reason, location, from, to } = query;
      const variantId = variant_id === undefined ? undefined : id<VariantId>(variant_id);
      const page = await this.stock.movements({ variantId, reason, location, from: timeOf(from), to: timeOf(to) }, pageRequest(query));
      announcePage(ctx, query, page);
      ctx.body = page.items.map(presentMovement);
    }),
    route(INVENTORY_ROUTES.receive, async ({ ctx, body, caller, claim }) => {
      const { location, reference, note } = body;
      const lines = body.lines.map(({ variant_id, sku, quantity }) => ({
        variantId: variant_id === undefined ? undefined : id<VariantId>(variant_id.toLowerCase()),
        sku,
        quantity,
      }));
      const by = caller.accountId;
      const received = await this.receiveStock.execute(
        { lines, location: location || undefined, reference: reference || undefined, note: note || undefined, by },
        claim,
      );
      ctx.body = (await this.stock.levelsOf(received)).map(presentLevel);
    }),
    route(INVENTORY_ROUTES.correct, async ({ ctx, body, caller, claim }) => {
      const { delta, on_hand = 0, reason, location, note, version } = body;
      const variantId = id<VariantId>(body.variant_id.toLowerCase());
      const count = delta === undefined ? { onHand: on_hand } : { delta };
      const told = { location: location || undefined, note: note || undefined, by: caller.accountId };
      await this.correctStock.execute({ variantId, count, reason, ...told, version, ifMatch: ifMatchOf(ctx) }, claim);
      await this.#answer(ctx, variantId);
    }),
    route(INVENTORY_ROUTES.transfer, async ({ ctx, body, caller, claim }) => {
      const { quantity, from, to, reference, note, version } = body;
      const variantId = id<VariantId>(body.variant_id.toLowerCase());
      const told = { reference: reference || undefined, note: note || undefined, by: caller.accountId };
      await this.transferStock.execute({ variantId, quantity, from, to, ...told, version, ifMatch: ifMatchOf(ctx) }, claim);
      await this.#answer(ctx, variantId);
    }),
    route(INVENTORY_ROUTES.level, ({ ctx, params }) => this.#answer(ctx, variantIdOf(params))),
    route(INVENTORY_ROUTES.setTerms, async ({ ctx, params, body, claim }) => {
      const variantId = variantIdOf(params);
      const { tracked: isTracked, backorder_limit: backorderLimit, low_stock_threshold: lowStockAt, version } = body;
      await this.setStockTerms.execute({ variantId, isTracked, backorderLimit, lowStockAt, version, ifMatch: ifMatchOf(ctx) }, claim);
      await this.#answer(ctx, variantId);
    }),
  ];

  async #answer(ctx: Context, variantId: VariantId): Promise<void> {
    const level = await this.stock.levelOf(variantId);
    if (!level) throw new StockNotFound(variantId);
    ctx.set('ETag', versionTag(level.version));
    ctx.body = presentLevel(level);
  }
}
