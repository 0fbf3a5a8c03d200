import { GatewayUnreachable } from '../../application/payment/ports/payment-gateway.js';

/** Long enough for a slow bank, short enough for a buyer who waits. */
const TIMEOUT_MS = 10_000;
/** Not our keys, not in time, not now: nothing about the payment. */
const SAYS_NOTHING: readonly number[] = [401, 403, 408, 409, 425, 429];

export interface ProviderRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as it is. */
  readonly body?: string | undefined;
  /** Of the statuses that say nothing about the payment, one that the caller can do something about. */
  readonly handles?: number | undefined;
}

export interface ProviderReply {
  readonly status: number;
  /** An object; empty when there was no body. */
  readonly body: unknown;
}

/**
 * One call to a provider that speaks JSON. What comes back is its answer, also a refusal; silence, a fault of its own, a busy
 * signal, keys it does not take and whatever is not in its words say nothing about the payment.
 * @throws GatewayUnreachable that holds nothing of what was sent
 */
export async function askProvider(
  gateway: string,
  baseUrl: string,
  { method, path, headers, body, handles }: ProviderRequest,
): Promise<ProviderReply> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(baseUrl + path, { method, headers, redirect: 'error', signal, ...(body !== undefined && { body }) });
    const text = await response.text();
    const { status } = response;
    if (status !== handles && (status >= 500 || SAYS_NOTHING.includes(status))) throw new Error(`It answered ${status}`);
    return { status, body: text === '' ? {} : objectFrom(text) };
  } catch (error) {
    throw new GatewayUnreachable(gateway, error);
  }
}

function objectFrom(text: string): unknown {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null) throw new Error('It did not answer in JSON');
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the parser's error would show a part of the text
  }
}
