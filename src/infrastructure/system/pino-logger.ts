import { pino, type DestinationStream, type Level, type LoggerOptions } from 'pino';
import type { Logger } from '../../application/shared/ports/logger.js';

/** Whatever is logged by mistake under one of these names is not shown. */
const SECRET_FIELDS = [
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
];
const REDACTED_PATHS = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
const BUFFER_BYTES = 4096;

type Fields = Readonly<Record<string, unknown>>;

/** JSON lines on stdout, written in batches off the request's path. */
export class PinoLogger implements Logger {
  readonly #pino;
  readonly #flush: () => void;

  constructor(level: Level | 'silent', destination?: DestinationStream) {
    const options: LoggerOptions = {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
    };
    const stream = destination ?? pino.destination({ dest: 1, sync: false, minLength: BUFFER_BYTES, periodicFlush: 250 });
    this.#pino = pino(options, stream);
    this.#flush = () => {
      if ('flushSync' in stream && typeof stream.flushSync === 'function') (stream.flushSync as () => void)();
    };
  }

  info(message: string, fields: Fields = {}): void {
    this.#pino.info(fields, message);
  }

  warn(message: string, fields: Fields = {}): void {
    this.#pino.warn(fields, message);
  }

  error(message: string, fields: Fields = {}): void {
    this.#pino.error(fields, message);
  }

  /** Writes what is buffered; called once, last of all. */
  close(): void {
    try {
      this.#flush();
    } catch {
      // the stream was never opened: nothing had been logged
    }
  }
}
