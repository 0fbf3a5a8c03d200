import type { Logger } from '../../application/shared/ports/logger.js';
import type { PrometheusMetrics } from './prometheus-metrics.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Passes every line on, and counts it: alarms are log lines, and whoever watches numbers has to see them too. What is logged in the
 * course of something that is traced says so.
 */
export class CountingLogger implements Logger {
  constructor(
    private readonly logger: Logger,
    private readonly metrics: Pick<PrometheusMetrics, 'logged'>,
    private readonly traceId: () => string | undefined = () => undefined,
  ) {}

  info(message: string, fields: Fields = {}): void {
    this.metrics.logged('info', fields['alarm'] === true);
    this.logger.info(message, this.#placed(fields));
  }

  warn(message: string, fields: Fields = {}): void {
    this.metrics.logged('warn', fields['alarm'] === true);
    this.logger.warn(message, this.#placed(fields));
  }

  error(message: string, fields: Fields = {}): void {
    this.metrics.logged('error', fields['alarm'] === true);
    this.logger.error(message, this.#placed(fields));
  }

  #placed(fields: Fields): Fields {
    const traceId = this.traceId();
    return traceId === undefined ? fields : { ...fields, trace_id: traceId };
  }
}
