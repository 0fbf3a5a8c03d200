/** Which part of a list is wanted: by page number (from 1), or after a cursor ('' starts). */
export interface PageRequest {
  readonly page: number;
  /** 1…100 */
  readonly limit: number;
  readonly cursor?: string;
}

/** A part of a list and how much there is in all. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  /** Where the next part starts; null on the last one, absent unless a cursor was asked for. */
  readonly nextCursor?: string | null;
}
