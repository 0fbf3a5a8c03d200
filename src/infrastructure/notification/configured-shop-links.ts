import type { ShopLinks } from '../../application/notification/ports/shop-links.js';
import type { OrderId } from '../../domain/shared/ids.js';

/** Built from the settings, never from what a request says of its host. */
export class ConfiguredShopLinks implements ShopLinks {
  readonly passwordResetRequest: string;

  /** @param publicUrl where the API is. @param frontendUrl the shop's front; both without a trailing slash. */
  constructor(
    private readonly publicUrl: string,
    private readonly frontendUrl: string | null,
  ) {
    this.passwordResetRequest = `${publicUrl}/api/account/reset-password`;
  }

  verification(token: string): string {
    return `${this.frontendUrl ?? `${this.publicUrl}/api/account`}/verify?token=${encodeURIComponent(token)}`;
  }

  passwordReset(token: string): string | null {
    return this.frontendUrl === null ? null : `${this.frontendUrl}/reset-password?token=${encodeURIComponent(token)}`;
  }

  order(orderId: OrderId): string | null {
    return this.frontendUrl === null ? null : `${this.frontendUrl}/orders/${orderId}`;
  }
}
