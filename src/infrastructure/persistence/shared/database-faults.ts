/** Serialization failure and deadlock: PostgreSQL asks for the whole transaction again. */
const RETRYABLE: ReadonlySet<string> = new Set(['40001', '40P01']);

/** lock_timeout: too much waiting in front of us. */
const LOCK_NOT_AVAILABLE = '55P03';

/** Connection refused or lost, shutting down, starting up, too many clients: the database is away, the request was not wrong. */
const OUTAGE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  '53300',
  LOCK_NOT_AVAILABLE,
  '57014', // statement_timeout
  '57P01',
  '57P02',
  '57P03',
  '25P03', // idle_in_transaction_session_timeout
]);
const OUTAGE_MESSAGE =
  /connection terminated|timeout expired|timeout exceeded when trying to connect|timeout acquiring a connection|connection ended|not queryable|aborted/i;

const codeOf = (error: unknown): string => {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
};

export const asksForRepetition = (error: unknown): boolean => RETRYABLE.has(codeOf(error));

/** Whether a statement waited for somebody else's lock longer than it may. */
export const gaveUpWaiting = (error: unknown): boolean => codeOf(error) === LOCK_NOT_AVAILABLE;

/** Whether the database could not be reached or gave up waiting, as far as the error tells. */
export const isOutage = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isOutage);
  return OUTAGE.has(codeOf(error)) || error.name === 'KnexTimeoutError' || (codeOf(error) === '' && OUTAGE_MESSAGE.test(error.message));
};

/** Whether a unique constraint of this name refused the row. */
export const violatesUnique = (error: unknown, constraint: string): boolean =>
  codeOf(error) === '23505' && (error as { constraint?: string }).constraint === constraint;

const REFUSED = 'PT409';

/** What a write said that refused itself by `refuse(reason, detail)` in its SQL; undefined for every other error. */
export const refusalOf = (error: unknown): { readonly detail: string } | undefined =>
  codeOf(error) === REFUSED ? { detail: (error as { detail?: string }).detail ?? '' } : undefined;

/** Whether a row refers to one that is not there. */
export const violatesReference = (error: unknown): boolean => codeOf(error) === '23503';
