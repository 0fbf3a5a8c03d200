import type { Role } from '../../src/domain/identity/account-state.js';
import { Account } from '../../src/domain/identity/account.js';
import { Session } from '../../src/domain/identity/session.js';
import type { AccountId, SessionId } from '../../src/domain/shared/ids.js';
import { TOKENS } from '../../src/infrastructure/composition/tokens.js';
import type { Client, Shop } from './shop.js';

export interface SignedIn {
  /** Sends `Authorization: Bearer`, as an app does. */
  readonly client: Client;
  readonly accountId: AccountId;
  readonly sessionId: SessionId;
  readonly email: string;
  readonly password: string;
  readonly refreshToken: string;
}

export interface SignUp {
  readonly roles?: readonly Role[];
  readonly email?: string;
  readonly name?: string;
  readonly isVerified?: boolean;
}

const DAY_MS = 86_400_000;
const PASSWORD = 'blue-kettle-42-horizon';
let people = 0;

/** Somebody with an account and a session, made where they are kept: no mail, no limit, no HTTP. */
export async function signUp(shop: Shop, { roles = ['customer'], email, name, isVerified = true }: SignUp = {}): Promise<SignedIn> {
  people += 1;
  const { container } = shop;
  const [ids, now] = [container.get(TOKENS.idGenerator), container.get(TOKENS.clock).now()];
  const [accountId, sessionId] = [ids.next<AccountId>(), ids.next<SessionId>()];
  const address = (email ?? `person-${people}@example.com`).toLowerCase();
  const passwordHash = await container.get(TOKENS.passwordHasher).hash(PASSWORD);
  const { token: refreshToken, hash: tokenHash } = container.get(TOKENS.secretTokens).issue();
  const opened = Account.open({ id: accountId, email: address, name: name ?? `Person ${people}`, passwordHash }, roles, now);
  const account = isVerified ? opened : Account.reconstitute({ ...opened.toState(), verifiedAt: null }, 0);
  await container.get(TOKENS.unitOfWork).run(async ({ accounts, sessions }) => {
    await accounts.save(account);
    await sessions.save(Session.start({ id: sessionId, accountId, tokenHash }, now));
  });
  // Good for a day, so that a test may move the clock.
  const accessToken = container.get(TOKENS.tokenIssuer).issue({ accountId, sessionId }, new Date(now.getTime() + DAY_MS));
  const client = shop.anyone.with({ Authorization: `Bearer ${accessToken}` });
  return { client, accountId, sessionId, email: address, password: PASSWORD, refreshToken };
}

export const aCustomer = async (shop: Shop): Promise<Client> => (await signUp(shop)).client;

export const anAdmin = async (shop: Shop): Promise<Client> => (await signUp(shop, { roles: ['customer', 'admin'] })).client;
