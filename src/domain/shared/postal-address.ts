/** Where something goes or is billed to, as plain data: what an order copies. `country` is ISO 3166 alpha-2. */
export interface PostalAddress {
  readonly name: string;
  readonly phone: string | null;
  readonly addressLine1: string;
  readonly addressLine2: string | null;
  readonly city: string;
  readonly state: string | null;
  readonly postalCode: string | null;
  readonly country: string;
}
