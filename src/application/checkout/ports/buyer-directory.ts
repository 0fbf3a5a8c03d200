import type { CustomerId } from '../../../domain/shared/ids.js';

/** What a checkout has to know of the account that buys. */
export interface Buyer {
  readonly email: string;
  readonly name: string;
  readonly isVerified: boolean;
}

/** Who the accounts that buy are. */
export interface BuyerDirectory {
  find(customerId: CustomerId): Promise<Buyer | undefined>;
}
