/** An answered request, as far as it may be counted: the route's pattern and never the path, which may name somebody's order. */
export interface FinishedRequest {
  readonly method: string;
  /** As the API document writes it; undefined when no route was met. */
  readonly route: string | undefined;
  readonly status: number;
  /** Why it was refused: one of the documented codes. */
  readonly code: string | undefined;
  readonly milliseconds: number;
}

/** Counts requests. A call takes about a microsecond, waits for nobody and never throws. */
export interface RequestMeter {
  began(): void;
  /** Called exactly once for each that began, also when its client went away. */
  ended(request: FinishedRequest): void;
}
