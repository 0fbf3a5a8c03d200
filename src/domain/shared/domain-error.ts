/** What went wrong, in business terms. Each interface decides what a kind means to it. */
export type ErrorKind =
  | 'malformed'
  | 'invalid'
  | 'unauthenticated'
  | 'declined'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'stale'
  | 'too_large'
  | 'too_long'
  | 'unsupported'
  | 'too_many'
  | 'unavailable';

/**
 * The ancestor of every refusal. `message` is safe to show to anyone; `details` become extra members of the
 * answer under their own (snake_case) names, so nothing secret may go there.
 */
export abstract class DomainError extends Error {
  abstract readonly kind: ErrorKind;
  /** Stable and public: clients branch on it, so it never changes once released. */
  abstract readonly code: string;

  constructor(
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = new.target.name;
  }
}
