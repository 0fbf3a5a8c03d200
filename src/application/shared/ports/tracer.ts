export type SpanKind = 'server' | 'client' | 'internal';

/** What is told of a span besides its name and times: names and numbers, never a value that a person gave us. */
export type SpanFacts = Readonly<Record<string, string | number>>;

/** Says what a request was made of, to whoever collects traces. Never fails, and never makes anybody wait. */
export interface Tracer {
  /** Runs the work as a part of what is going on here, or as the beginning of something; its facts may be added until it ends. */
  span<Result>(name: string, kind: SpanKind, facts: SpanFacts, work: (add: (facts: SpanFacts) => void) => Promise<Result>): Promise<Result>;
  /** The same, as the continuation of what somebody else began (W3C trace context). */
  continue<Result>(traceparent: string | undefined, work: () => Promise<Result>): Promise<Result>;
  /** Of what is going on here. */
  traceId(): string | undefined;
}
