export interface Allowance {
  readonly allowed: boolean;
  readonly limit: number;
  /** How long a window lasts. */
  readonly seconds: number;
  readonly remaining: number;
  /** Seconds until the window starts anew. */
  readonly resetIn: number;
}

export interface RateLimiter {
  /** Takes one from what `key` may do under `rule`; says whether there was one left. Undefined where nothing is limited. */
  take(rule: string, key: string): Promise<Allowance | undefined>;
}
