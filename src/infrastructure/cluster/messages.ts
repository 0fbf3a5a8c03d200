/** What a process under a parent is for. */
export type Duty = 'requests' | 'jobs';

/** From a process to its parent. */
export type Report =
  /** It is open; the notes are for whoever sits at the terminal, and shown once. */
  | { readonly portico: 'open'; readonly address: string | undefined; readonly notes: readonly string[] }
  /** Somebody asks for the numbers of all. */
  | { readonly portico: 'count'; readonly question: number }
  | { readonly portico: 'counted'; readonly question: number; readonly counts: object };

/** From the parent to a process. */
export type Order =
  | { readonly portico: 'leave' }
  | { readonly portico: 'count'; readonly question: number }
  | { readonly portico: 'page'; readonly question: number; readonly text: string };

const isOurs = (message: unknown): message is { readonly portico: string } =>
  typeof message === 'object' && message !== null && typeof (message as { portico?: unknown }).portico === 'string';

/** Packages speak on the same line. */
export const asReport = (message: unknown): Report | undefined => (isOurs(message) ? (message as Report) : undefined);
export const asOrder = (message: unknown): Order | undefined => (isOurs(message) ? (message as Order) : undefined);
