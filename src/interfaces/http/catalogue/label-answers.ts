import type { LabelName } from '../../../application/catalogue/label-scope.js';
import { LabelNotFound, UnknownLabel } from '../../../domain/catalogue/label-errors.js';
import { id, looksLikeId, type BrandId, type TagId } from '../../../domain/shared/ids.js';
import { versionTag } from '../shared/entity-tag.js';
import type { PublicAnswer } from '../shared/public-answer.js';
import type { RouteRequest } from '../shared/route.js';
import { CHANGES_OF_SHELVES } from './product-changes.js';

type Ctx = RouteRequest['ctx'];

/** The brand or tag of the address. @throws LabelNotFound */
export function labelOf(kind: LabelName['kind'], given = ''): LabelName {
  if (!looksLikeId(given)) throw new LabelNotFound(kind);
  return { kind, id: id<BrandId | TagId>(given.toLowerCase()) };
}

/** The one that takes over; nothing given is nobody. @throws UnknownLabel */
export function otherLabelOf(kind: LabelName['kind'], given: string | undefined): BrandId | TagId | null {
  if (!given) return null;
  if (!looksLikeId(given)) throw new UnknownLabel(kind);
  return id<BrandId | TagId>(given.toLowerCase());
}

export const publicLabels = (labels: readonly object[], limit = labels.length): PublicAnswer => ({
  json: JSON.stringify(labels.slice(0, limit)),
  headers: { 'X-Total-Count': String(labels.length) },
  until: CHANGES_OF_SHELVES,
});

export const publicLabel = (label: { readonly version: number }): PublicAnswer => ({
  json: JSON.stringify(label),
  version: label.version,
  until: CHANGES_OF_SHELVES,
});

export function answerLabel(ctx: Ctx, label: { readonly version: number }): void {
  ctx.set('ETag', versionTag(label.version));
  ctx.body = label;
}
