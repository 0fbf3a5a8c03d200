/** Who shows a picture. */
export interface ImageUse {
  /** Those of these addresses that a product shows. */
  onProducts(urls: readonly string[]): Promise<ReadonlySet<string>>;

  /** Those that an order shows, as it was bought. Looks through all orders: to be asked seldom, and for many at once. */
  onOrders(urls: readonly string[]): Promise<ReadonlySet<string>>;
}
