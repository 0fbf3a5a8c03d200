import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { MetricsPage } from '../../application/shared/ports/metrics-page.js';
import type { FinishedRequest, RequestMeter } from '../../application/shared/ports/request-meter.js';
import type { DomainEvent } from '../../domain/shared/domain-event.js';

/** What a gauge shows of things that are counted somewhere else: asked anew for every page. */
export interface Reading {
  readonly name: string;
  readonly help: string;
  /** The names of what tells its values apart. */
  readonly labels?: readonly string[];
  /** Every process measures the same thing, so that the largest is shown and not the sum. */
  readonly isShared?: boolean;
}

export interface Measured {
  readonly reading: Reading;
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Asked for every page; whoever cannot answer leaves out what it does not know. */
export type Gauges = () => Promise<readonly Measured[]>;

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const UNMATCHED = 'unmatched';
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const MILLISECONDS = 1_000;
const HUNDRED = 100;

/** What is counted of a payment's events besides their number: how much money they were about. */
const MONEY_MOVED: ReadonlySet<string> = new Set([
  'payment.captured',
  'payment.failed',
  'payment.refund_requested',
  'payment.refunded',
  'payment.charged_back',
]);

const amountIn = (payload: object): { readonly minor: number; readonly currency: string } | undefined => {
  const { amount } = payload as { readonly amount?: { readonly minor: number; readonly currency: string } };
  return amount;
};

/** One process's counters, in a registry of its own. Labels are routes, codes, event types and the like: never anything a client chose. */
export class PrometheusMetrics implements RequestMeter, MetricsPage {
  readonly #registry = new Registry();
  readonly #gauges = new Map<string, Gauge>();
  readonly #sources: Gauges[] = [];
  readonly #inFlight: Gauge;
  readonly #requests: Counter<'method' | 'route' | 'status'>;
  readonly #durations: Histogram<'method' | 'route'>;
  readonly #refusals: Counter<'code'>;
  readonly #events: Counter<'type'>;
  readonly #money: Counter<'type' | 'currency'>;
  readonly #handled: Counter<'handler' | 'outcome'>;
  readonly #duties: Counter<'duty' | 'outcome'>;
  readonly #lines: Counter<'level'>;
  readonly #alarms: Counter;
  #flying = 0;

  constructor(version: string) {
    const registers = [this.#registry];
    this.#inFlight = new Gauge({ name: 'portico_http_requests_in_flight', help: 'Requests that are being answered', registers });
    this.#requests = new Counter({
      name: 'portico_http_requests_total',
      help: 'Answered requests by method, route pattern and class of status',
      labelNames: ['method', 'route', 'status'],
      registers,
    });
    this.#durations = new Histogram({
      name: 'portico_http_request_duration_seconds',
      help: 'From the first byte heard to the answer made',
      labelNames: ['method', 'route'],
      buckets: SECONDS,
      registers,
    });
    this.#refusals = new Counter({
      name: 'portico_refusals_total',
      help: 'Requests that were refused, by the code of the problem: out of stock, too many requests, unsigned webhooks and all others',
      labelNames: ['code'],
      registers,
    });
    this.#events = new Counter({
      name: 'portico_events_total',
      help: 'What happened in the shop and was committed by this process: orders placed and confirmed, payments captured, carts started …',
      labelNames: ['type'],
      registers,
    });
    this.#money = new Counter({
      name: 'portico_payment_amount_minor_total',
      help: 'Money that was captured, failed or went back, in minor units',
      labelNames: ['type', 'currency'],
      registers,
    });
    this.#handled = new Counter({
      name: 'portico_jobs_total',
      help: 'Events that jobs have handled, or failed to handle and will try again',
      labelNames: ['handler', 'outcome'],
      registers,
    });
    this.#duties = new Counter({
      name: 'portico_duties_total',
      help: 'What is done on a timetable: done or failed',
      labelNames: ['duty', 'outcome'],
      registers,
    });
    this.#lines = new Counter({ name: 'portico_log_lines_total', help: 'Log lines by level', labelNames: ['level'], registers });
    this.#alarms = new Counter({ name: 'portico_alarms_total', help: 'Log lines that are marked as an alarm', registers });
    new Gauge({ name: 'portico_build_info', help: 'The version that runs', labelNames: ['version'], aggregator: 'first', registers })
      .labels(version)
      .set(1);
    collectDefaultMetrics({ register: this.#registry });
  }

  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;

  began(): void {
    this.#flying += 1;
  }

  ended({ method, route = UNMATCHED, status, code, milliseconds }: FinishedRequest): void {
    this.#flying -= 1;
    const verb = METHODS.has(method) ? method : 'other';
    this.#requests.inc({ method: verb, route, status: `${Math.floor(status / HUNDRED)}xx` });
    this.#durations.observe({ method: verb, route }, milliseconds / MILLISECONDS);
    if (code !== undefined) this.#refusals.inc({ code });
  }

  /** Told after the commit, so that what was rolled back is never counted. */
  committed(events: readonly DomainEvent[]): void {
    for (const { type, payload } of events) {
      this.#events.inc({ type });
      const amount = MONEY_MOVED.has(type) ? amountIn(payload) : undefined;
      if (amount) this.#money.inc({ type, currency: amount.currency }, amount.minor);
    }
  }

  /** @param events how many the handler was told together. */
  handled(handler: string, outcome: 'done' | 'failed', events: number): void {
    this.#handled.inc({ handler, outcome }, events);
  }

  dutyEnded(duty: string, outcome: 'done' | 'failed'): void {
    this.#duties.inc({ duty, outcome });
  }

  logged(level: 'info' | 'warn' | 'error', isAlarm: boolean): void {
    this.#lines.inc({ level });
    if (isAlarm) this.#alarms.inc();
  }

  /** Adds something that is asked for every page. */
  ask(source: Gauges): void {
    this.#sources.push(source);
  }

  async text(): Promise<string> {
    await this.#read();
    return this.#registry.metrics();
  }

  /** The same as plain data, to be put together with what other processes have counted. */
  async counts(): Promise<object> {
    await this.#read();
    return this.#registry.getMetricsAsJSON();
  }

  async #read(): Promise<void> {
    this.#inFlight.set(this.#flying);
    for (const gauge of this.#gauges.values()) gauge.reset();
    const answers = await Promise.all(this.#sources.map((source) => source()));
    for (const { reading, value, labels = {} } of answers.flat()) this.#gaugeOf(reading).set(labels, value);
  }

  #gaugeOf({ name, help, labels = [], isShared = false }: Reading): Gauge {
    const known = this.#gauges.get(name);
    if (known) return known;
    const gauge = new Gauge({ name, help, labelNames: labels, aggregator: isShared ? 'max' : 'sum', registers: [this.#registry] });
    this.#gauges.set(name, gauge);
    return gauge;
  }
}
