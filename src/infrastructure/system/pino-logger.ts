import { pino, type DestinationStream, type Level, type LoggerOptions } from 'pino';
import type { Logger } from '../../application/shared/ports/logger.js';

/** Whatever is logged by mistake under one of these names is not shown. */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'password',
  'old_password',
  'new_password',
  'token',
  'access_token',
  'refresh_token',
  'payment_token',
  'authorization',
  'cookie',
  'secret',
]);
const DEEPEST = 3;
/** About fifty lines; what is logged less often than that is written every quarter of a second. */
const BUFFER_BYTES = 8_192;

type Fields = Readonly<Record<string, unknown>>;

/** The same fields, unless there is a secret among them. pino's own redaction by paths cost more than the whole line. */
function withoutSecrets(fields: Fields, depth = 1): Fields {
  let shown: Record<string, unknown> | undefined;
  for (const name in fields) {
    const value = fields[name];
    const harmless = SECRET_FIELDS.has(name) ? '[redacted]' : innerWithoutSecrets(value, depth);
    if (harmless === value) continue;
    shown ??= { ...fields };
    shown[name] = harmless;
  }
  return shown ?? fields;
}

const innerWithoutSecrets = (value: unknown, depth: number): unknown => {
  if (typeof value !== 'object' || value === null || depth === DEEPEST) return value;
  return Array.isArray(value) ? value.map((item: unknown) => innerWithoutSecrets(item, depth)) : withoutSecrets(value as Fields, depth + 1);
};

/** What of pino's destination outlives a line. */
interface Buffered {
  flush?(done: () => void): void;
  flushSync?(): void;
}

/** JSON lines on stdout, written in batches off the request's path. */
export class PinoLogger implements Logger {
  readonly #pino;
  readonly #stream: DestinationStream & Buffered;

  constructor(level: Level | 'silent', destination?: DestinationStream) {
    const options: LoggerOptions = {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    };
    this.#stream = destination ?? pino.destination({ dest: 1, sync: false, minLength: BUFFER_BYTES, periodicFlush: 250 });
    this.#pino = pino(options, this.#stream);
  }

  info(message: string, fields: Fields = {}): void {
    this.#pino.info(withoutSecrets(fields), message);
  }

  warn(message: string, fields: Fields = {}): void {
    this.#pino.warn(withoutSecrets(fields), message);
  }

  error(message: string, fields: Fields = {}): void {
    this.#pino.error(withoutSecrets(fields), message);
  }

  /** Every line that was logged is written, also what is just being written; called last of all. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      if (this.#stream.flush) this.#stream.flush(resolve);
      else resolve();
    });
    this.writeNow();
  }

  /** For whoever has no time to wait: what is buffered is written before this returns. */
  writeNow(): void {
    try {
      this.#stream.flushSync?.();
    } catch {
      // the stream was never opened: nothing had been logged
    }
  }
}
