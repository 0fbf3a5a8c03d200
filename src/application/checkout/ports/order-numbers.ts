/** Numbers that people read to one another: random, so that nobody learns from one how many orders there are or guesses the next. */
export interface OrderNumbers {
  /** Like `P-7K3M-9QXD`: no letters or digits that look alike. */
  next(): string;
}
