/** Whose turn it is to look for pictures that nobody shows. */
export interface ImageSweeps {
  /** Takes the turn of the day, if nobody has: of all who ask at once one is told yes. */
  begin(at: Date): Promise<boolean>;
}
