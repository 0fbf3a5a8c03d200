/** The time; injected, so that a test can say when it is. */
export interface Clock {
  now(): Date;
}
