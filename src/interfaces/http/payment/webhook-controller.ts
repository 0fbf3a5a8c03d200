import type { HearProviderEvent } from '../../../application/checkout/hear-provider-event.js';
import type { HttpController } from '../shared/http-controller.js';
import { route } from '../shared/route.js';
import { WEBHOOK_OBJECTS, WEBHOOK_ROUTES } from './webhook-openapi.js';

/** Where payment providers tell what happened. They are known by their signature, never by an account. */
export class WebhookController implements HttpController {
  constructor(private readonly hearProviderEvent: HearProviderEvent) {}

  readonly schemas = WEBHOOK_OBJECTS;

  readonly routes = [
    route(WEBHOOK_ROUTES.hear, async ({ ctx, params, rawBody }) => {
      const headers = Object.fromEntries(
        Object.entries(ctx.req.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
      );
      const reception = await this.hearProviderEvent.execute({ gateway: params['gateway'] ?? '', request: { rawBody, headers } });
      ctx.status = reception === 'parked' ? 202 : 200;
      ctx.body = { status: reception };
    }),
  ];
}
