import type { OrderId } from '../../../domain/shared/ids.js';

/** Where links in mails lead: to the shop's front if there is one, else to the API's own routes. */
export interface ShopLinks {
  /** Follows the token: it proves an address, a new one too. */
  verification(token: string): string;
  /** The form for a new password; null while there is no front. */
  passwordReset(token: string): string | null;
  /** The request that sets a new password, for whoever has no form. */
  readonly passwordResetRequest: string;
  /** Null while there is no front. */
  order(orderId: OrderId): string | null;
}
