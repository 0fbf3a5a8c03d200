import type { TestBank } from '../../../application/payment/ports/test-bank.js';
import { PaymentNotFound } from '../../../domain/payment/payment-errors.js';
import { id, looksLikeId, type PaymentId } from '../../../domain/shared/ids.js';
import type { HttpController } from '../shared/http-controller.js';
import { route } from '../shared/route.js';
import { TEST_BANK_ROUTES } from './test-bank-openapi.js';

/** Its forms go to its own address, and from there to whoever sent the buyer. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action *; frame-ancestors 'none'";

const pageOf = (amount: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The bank of the fake gateway</title>
<style>body { font: 1.1rem/1.5 system-ui; max-width: 28rem; margin: 4rem auto; padding: 0 1rem; color-scheme: light dark } form { display: inline } button { font: inherit; padding: .5rem 1rem }</style>
<h1>Is this you?</h1>
<p>A shop asks for ${amount}. No money moves: this bank is only played.</p>
<form method="post" action="?decision=approve"><button>Yes, pay</button></form>
<form method="post" action="?decision=refuse"><button>No</button></form>
</html>
`;

/** The page a buyer sees with `tok_3ds`, for whoever builds a front. */
export class TestBankController implements HttpController {
  constructor(private readonly bank: TestBank) {}

  readonly routes = [
    route(TEST_BANK_ROUTES.page, async ({ ctx, params }) => {
      const buyer = await this.bank.waiting(paymentIdOf(params));
      if (!buyer) throw new PaymentNotFound();
      ctx.type = 'text/html';
      ctx.set('Cache-Control', 'no-store');
      ctx.set('Content-Security-Policy', POLICY);
      ctx.body = pageOf(`${buyer.amount.toDecimal()} ${buyer.amount.currency}`);
    }),
    route(TEST_BANK_ROUTES.decide, async ({ ctx, params, query }) => {
      const returnUrl = await this.bank.decide(paymentIdOf(params), query.decision === 'approve');
      if (returnUrl === null) throw new PaymentNotFound();
      ctx.status = 303;
      ctx.set('Location', returnUrl);
    }),
  ];
}

function paymentIdOf({ payment_id: given = '' }: Readonly<Record<string, string>>): PaymentId {
  if (!looksLikeId(given)) throw new PaymentNotFound();
  return id<PaymentId>(given.toLowerCase());
}
