/** Who shows a picture beside its product. */
export interface ImageUse {
  /** Whether an order shows it, as it was bought. */
  isOnAnOrder(url: string): Promise<boolean>;
}
