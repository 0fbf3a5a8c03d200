/** Answers that must not tell by their time what was found. */
export interface AnswerTime {
  /** Runs `work` and answers only when a fixed time is over, whether it took long or not. */
  level<Result>(work: () => Promise<Result>): Promise<Result>;
}
