export interface Allowance {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the window starts anew. */
  readonly resetIn: number;
}

export interface RateLimiter {
  /** Takes one from what `key` may do under `rule`; says whether there was one left. */
  take(rule: string, key: string): Promise<Allowance>;
}
