import type { ForgetAddress } from '../../../application/shipping/forget-address.js';
import type { ShippingQueries } from '../../../application/shipping/ports/shipping-queries.js';
import type { ReviseAddress } from '../../../application/shipping/revise-address.js';
import type { SaveAddress } from '../../../application/shipping/save-address.js';
import { id, looksLikeId, type AddressId, type CustomerId } from '../../../domain/shared/ids.js';
import { AddressNotFound } from '../../../domain/shipping/address-book-errors.js';
import { addressDraft } from '../shared/address-fields.js';
import type { HttpController } from '../shared/http-controller.js';
import { route, type RouteRequest } from '../shared/route.js';
import { ADDRESS_ROUTES, SHIPPING_OBJECTS } from './shipping-openapi.js';
import { presentAddress } from './shipping-presenter.js';

type Revision = Pick<RouteRequest<typeof ADDRESS_ROUTES.revise>, 'ctx' | 'customerId' | 'params' | 'body' | 'claim'>;

const addressIdOf = ({ address_id = '' }: Readonly<Record<string, string>>): AddressId => {
  if (!looksLikeId(address_id)) throw new AddressNotFound(id(address_id));
  return id(address_id.toLowerCase());
};

/** The address book of whoever is signed in. */
export class AddressController implements HttpController {
  constructor(
    private readonly saveAddress: SaveAddress,
    private readonly reviseAddress: ReviseAddress,
    private readonly forgetAddress: ForgetAddress,
    private readonly shipping: ShippingQueries,
  ) {}

  readonly schemas = SHIPPING_OBJECTS;

  readonly routes = [
    route(ADDRESS_ROUTES.list, async ({ ctx, customerId, query }) => {
      const addresses = await this.shipping.addressesOf(customerId);
      ctx.set('X-Total-Count', String(addresses.length));
      ctx.body = addresses.slice(0, query.limit ?? addresses.length).map(presentAddress);
    }),
    route(ADDRESS_ROUTES.add, async ({ ctx, customerId, body, claim }) => {
      const addressId = await this.saveAddress.execute(
        {
          customerId,
          address: addressDraft(body),
          isDefaultShipping: body.is_default_shipping,
          isDefaultBilling: body.is_default_billing,
        },
        claim,
      );
      ctx.status = 201;
      ctx.set('Location', `/api/shippings/addresses/${addressId}`);
      ctx.body = await this.#present(customerId, addressId);
    }),
    route(ADDRESS_ROUTES.read, async ({ ctx, customerId, params }) => {
      ctx.body = await this.#present(customerId, addressIdOf(params));
    }),
    route(ADDRESS_ROUTES.replace, (request) => this.#revise(request)),
    route(ADDRESS_ROUTES.revise, (request) => this.#revise(request)),
    route(ADDRESS_ROUTES.forget, async ({ ctx, customerId, params, claim }) => {
      await this.forgetAddress.execute({ customerId, addressId: addressIdOf(params) }, claim);
      ctx.status = 204;
    }),
  ];

  async #revise({ ctx, customerId, params, body, claim }: Revision): Promise<void> {
    const addressId = addressIdOf(params);
    await this.reviseAddress.execute(
      {
        customerId,
        addressId,
        address: addressDraft(body),
        isDefaultShipping: body.is_default_shipping,
        isDefaultBilling: body.is_default_billing,
      },
      claim,
    );
    ctx.body = await this.#present(customerId, addressId);
  }

  async #present(customerId: CustomerId, addressId: AddressId) {
    const address = await this.shipping.addressOf(customerId, addressId);
    if (!address) throw new AddressNotFound(addressId);
    return presentAddress(address);
  }
}
