import { object, string } from 'yup';
import { pageFields } from '../shared/paging.js';

export const PAYMENT_PAGE = object(pageFields);

/** What Razorpay's checkout gives to the front end; other gateways bring nothing. */
export const CONFIRMATION = object({
  razorpay_payment_id: string().nullable().max(64),
  razorpay_order_id: string().nullable().max(64),
  razorpay_signature: string().nullable().max(128),
});

/** Of a link that we signed. */
export const RETURN_QUERY = object({ expires: string().max(12), signature: string().max(64) });

/** Whoever does not say yes says no. */
export const DECISION = object({
  decision: string()
    .oneOf(['approve', 'refuse'] as const, 'decision must be approve or refuse')
    .default('refuse'),
});
