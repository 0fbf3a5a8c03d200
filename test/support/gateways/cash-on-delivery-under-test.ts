import { CashOnDelivery } from '../../../src/infrastructure/payment/cash-on-delivery.js';
import type { GatewayUnderTest } from '../../contract/gateway-under-test.js';
import type { Excuses } from '../../contract/payment-gateway.contract.js';

/** Cash is promised whatever is asked for; nobody but the carrier stands behind it. */
export const cashOnDeliveryUnderTest = (): GatewayUnderTest => ({ way: () => ({ gateway: new CashOnDelivery() }), secrets: [] });

const NOBODY = 'nobody keeps books of cash but the shop itself';
const AT_THE_DOOR = 'cash is promised, and comes at the door';

export const CASH_EXCUSES: Excuses = {
  'authorize.once': AT_THE_DOOR,
  'authorize.parallel': NOBODY,
  'authorize.amount': AT_THE_DOOR,
  'authorize.apart': NOBODY,
  'authorize.held': AT_THE_DOOR,
  decline: 'nobody says no to cash',
  action: AT_THE_DOOR,
  line: 'there is no line to a provider',
  look_up: AT_THE_DOOR,
  'capture.books': NOBODY,
  'capture.part': NOBODY,
  'capture.over': NOBODY,
  'capture.twice': NOBODY,
  'capture.parallel': NOBODY,
  'capture.answer_lost': 'there is no line to a provider',
  'capture.after_void': NOBODY,
  'capture.unknown': NOBODY,
  'void.twice': AT_THE_DOOR,
  'void.captured': NOBODY,
  'void.rest': NOBODY,
  'refund.books': NOBODY,
  'refund.parts': NOBODY,
  'refund.over': NOBODY,
  'refund.part_captured': NOBODY,
  'refund.parallel_same': NOBODY,
  'refund.parallel_apart': NOBODY,
  'refund.uncaptured': NOBODY,
  'refund.unknown': NOBODY,
  'refund.fails': 'cash is handed back by a person',
  'refund.takes_time': 'cash is handed back by a person',
  'refund.looked_up': NOBODY,
  'refund.looked_up_early': 'cash is handed back by a person',
  'refund.answer_lost': 'there is no line to a provider',
  currency: NOBODY,
  webhook: 'there is no provider that could tell anything',
  books: NOBODY,
  secrets: 'it has none',
};
