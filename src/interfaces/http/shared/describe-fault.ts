const SQLSTATE = /^[0-9A-Z]{5}$/;
const OWN_FRAME = /((?:src|dist)[\\/][^\s()]+:\d+):\d+/;

/**
 * What of an unexpected error may be logged: what and where, never SQL (a driver's message quotes it, and with it a customer's data) and
 * not the whole stack.
 */
export function describeFault(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code, constraint, table } = error as { code?: unknown; constraint?: unknown; table?: unknown };
  const where = OWN_FRAME.exec(error.stack ?? '')?.[1];
  const isDatabase = typeof code === 'string' && SQLSTATE.test(code);
  return {
    error: error.name,
    ...(isDatabase ? { sqlstate: code, constraint, table } : { message: error.message }),
    ...(error.cause instanceof Error ? { cause: (error.cause as { code?: unknown }).code ?? error.cause.name } : {}),
    ...(where ? { where } : {}),
  };
}
