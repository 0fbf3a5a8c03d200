import type { Logger } from '../../application/shared/ports/logger.js';
import type { PrometheusMetrics } from './prometheus-metrics.js';

type Fields = Readonly<Record<string, unknown>>;

/** Passes every line on, and counts it: alarms are log lines, and whoever watches numbers has to see them too. */
export class CountingLogger implements Logger {
  constructor(
    private readonly logger: Logger,
    private readonly metrics: Pick<PrometheusMetrics, 'logged'>,
  ) {}

  info(message: string, fields: Fields = {}): void {
    this.metrics.logged('info', fields['alarm'] === true);
    this.logger.info(message, fields);
  }

  warn(message: string, fields: Fields = {}): void {
    this.metrics.logged('warn', fields['alarm'] === true);
    this.logger.warn(message, fields);
  }

  error(message: string, fields: Fields = {}): void {
    this.metrics.logged('error', fields['alarm'] === true);
    this.logger.error(message, fields);
  }
}
