import { TOKENS } from '../../src/infrastructure/composition/tokens.js';
import type { MailTokenPurpose } from '../../src/application/identity/ports/mail-tokens.js';
import type { AccountId } from '../../src/domain/shared/ids.js';
import type { Client, Shop } from './shop.js';

export const ME = '/api/account/me';
export const LOGIN = '/api/account/login';
export const REGISTER = '/api/account/register';
export const REFRESH = '/api/account/refresh';
/** Of everybody whom the tests sign up. */
export const PASSWORD = 'blue-kettle-42-horizon';
export const NEW_PASSWORD = 'red-kettle-43-harbour';

export const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
export const logIn = (client: Client, email: string, password = PASSWORD) => client.post(LOGIN, { email, password });
export const refresh = (client: Client, token: string) => client.post(REFRESH, { refresh_token: token });

/** `401 account.bad_credentials`, or the status alone. */
export const outcome = ({ status, body }: { status: number; body: { code?: string } }) =>
  body.code ? `${status} ${body.code}` : String(status);

/** The types of what was told about an account, in order. */
export const eventsOf = async ({ knex }: Shop, accountId: string) =>
  (await knex('outbox').where({ aggregate_id: accountId }).orderBy('id')).map(({ type }: { type: string }) => type);

/** What the mail would hold. */
export const mailToken = async ({ container }: Shop, accountId: AccountId, purpose: MailTokenPurpose, email?: string) =>
  (await container.get(TOKENS.mailTokens).issue(accountId, purpose, container.get(TOKENS.clock).now(), email))!;
