/** Every way in which a payment can go, the ordinary one most of the time. */
export const CARDS = [
  ['tok_success', 50],
  ['tok_declined', 8],
  ['tok_insufficient_funds', 4],
  ['tok_timeout_before', 5],
  ['tok_timeout_after', 10],
  ['tok_error', 5],
  ['tok_pending', 4],
  ['tok_3ds', 3],
  ['tok_authorize_only', 4],
  ['tok_slow', 1],
  ['tok_duplicate_webhook', 4],
  ['tok_reordered_webhooks', 4],
  ['tok_lost_webhook', 4],
] as const;

/** A provider that is not itself today. */
export const BAD_CARDS = [
  ['tok_timeout_before', 30],
  ['tok_timeout_after', 30],
  ['tok_error', 30],
  ['tok_slow', 5],
  ['tok_duplicate_webhook', 5],
] as const;
