declare const brand: unique symbol;

/** A string at run time, a distinct type at compile time: a CartId cannot be passed as an OrderId. */
export type Id<Name extends string> = string & { readonly [brand]: Name };

/** The account that buys; the same value as its AccountId. */
export type CustomerId = Id<'Customer'>;
export type AccountId = CustomerId;
export type SessionId = Id<'Session'>;
export type ProductId = Id<'Product'>;
export type VariantId = Id<'Variant'>;
export type PricePeriodId = Id<'PricePeriod'>;
export type ImageId = Id<'Image'>;
export type CategoryId = Id<'Category'>;
export type BrandId = Id<'Brand'>;
export type ImportId = Id<'Import'>;
export type TagId = Id<'Tag'>;
export type SynonymGroupId = Id<'SynonymGroup'>;
export type CartId = Id<'Cart'>;
export type CartItemId = Id<'CartItem'>;
export type OrderId = Id<'Order'>;
export type OrderLineId = Id<'OrderLine'>;
export type PaymentId = Id<'Payment'>;
export type RefundId = Id<'Refund'>;
export type ShipmentId = Id<'Shipment'>;
export type LocationId = Id<'Location'>;
export type AddressId = Id<'Address'>;

/** The one door from untyped text (HTTP, database, tests) to an id. */
export const id = <T extends Id<string>>(value: string): T => value as T;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text could be one of our ids at all; an id that is no UUID finds nothing. */
export const looksLikeId = (value: string): boolean => UUID.test(value);
