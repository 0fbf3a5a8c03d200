import { ROLES } from '../../../domain/identity/account-state.js';
import { ref, type JsonSchema, type RouteDoc } from '../shared/route.js';
import { FORGOTTEN, LOGIN, PASSWORD_CHANGE, PROFILE, REFRESH, REGISTRATION, RESET, VERIFICATION } from './account-schemas.js';

const TEXT: JsonSchema = { type: 'string' };
const YES_OR_NO: JsonSchema = { type: 'boolean' };
const TIME: JsonSchema = { type: 'string', format: 'date-time' };

const object = (properties: Readonly<Record<string, JsonSchema>>, optional: Readonly<Record<string, JsonSchema>> = {}): JsonSchema => ({
  type: 'object',
  required: Object.keys(properties),
  additionalProperties: false,
  properties: { ...properties, ...optional },
});

const FOR_APPS = {
  access_token: { ...TEXT, description: 'To requests that do not come from a browser' },
  refresh_token: { ...TEXT, description: 'To requests that do not come from a browser; works once' },
  token_type: { type: 'string', enum: ['Bearer'] },
};

export const ACCOUNT_OBJECTS: Readonly<Record<string, JsonSchema>> = {
  User: object({
    id: TEXT,
    email: TEXT,
    name: TEXT,
    phone: { type: ['string', 'null'] },
    roles: { type: 'array', items: { type: 'string', enum: [...ROLES] } },
    is_admin: { ...YES_OR_NO, description: 'Whether `roles` holds `admin`' },
    is_active: YES_OR_NO,
    is_verified: YES_OR_NO,
    created_at: TIME,
    updated_at: TIME,
  }),
  Login: object({ message: TEXT, expires_in: { type: 'integer', description: 'Seconds' }, user: ref('User') }, FOR_APPS),
  Session: object({ message: TEXT, expires_in: { type: 'integer', description: 'Seconds' } }, FOR_APPS),
  Message: object({ message: TEXT }),
};

export const USER_EXAMPLE = {
  id: '019b76da-a800-7000-8000-000000000002',
  email: 'ada@example.com',
  name: 'Ada Lovelace',
  phone: '+1 415 555 0100',
  roles: ['customer'],
  is_admin: false,
  is_active: true,
  is_verified: true,
  created_at: '2026-01-31T09:30:00.000Z',
  updated_at: '2026-01-31T09:30:00.000Z',
};

const TOKENS_EXAMPLE = { expires_in: 900, access_token: 'eyJhbGciOi…', refresh_token: 'pK3v…', token_type: 'Bearer' };
const SESSION_COOKIES = { 'Set-Cookie': '`access_token` (15 min) and `refresh_token` (30 days, for `/api/account` only), both HttpOnly' };

const message = (description: string, text: string) => ({ description, schema: ref('Message'), example: { message: text } });

export const MESSAGES = {
  registered: 'If this address is new to us, the account is open: look into your mailbox',
  loggedIn: 'You are logged in',
  refreshed: 'Your session goes on',
  loggedOut: 'You are logged out',
  loggedOutEverywhere: 'You are logged out everywhere',
  verificationSent: 'If the address is not confirmed yet, a link is on its way',
  verified: 'The address is confirmed',
  passwordChanged: 'The password is changed; other places are logged out',
  resetSent: 'If there is an account with this address, a link is on its way',
  passwordReset: 'The password is changed: log in with it',
} as const;

export const ACCOUNT_ROUTES = {
  register: {
    method: 'post',
    path: '/api/account/register',
    idempotent: {
      never: 'its body holds a password, of which not even a digest is kept; repeated, it answers the same and opens nothing twice',
    },
    access: 'anyone',
    tag: 'Account',
    summary: 'Open an account',
    description: 'The answer is the same for an address that is known already; its owner gets a mail instead.',
    body: REGISTRATION,
    bodyExample: { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada Lovelace' },
    responses: { 202: message('What happens is told by mail', MESSAGES.registered) },
    limit: 'register',
  },
  login: {
    method: 'post',
    path: '/api/account/login',
    idempotent: { never: 'its answer holds tokens, which are never kept' },
    access: 'anyone',
    tag: 'Account',
    summary: 'Log in',
    description:
      'Sets the session cookies. A request without `Sec-Fetch-Site`, so from an app or a server, also gets the tokens in the body and may show the first as `Authorization: Bearer`. After five wrong passwords for an account, or from an address, tries are refused unread for a second, then two, up to a quarter of an hour.',
    body: LOGIN,
    bodyExample: { email: 'ada@example.com', password: 'correct horse battery' },
    responses: {
      200: {
        description: 'Logged in',
        schema: ref('Login'),
        example: { message: MESSAGES.loggedIn, ...TOKENS_EXAMPLE, user: USER_EXAMPLE },
        headers: SESSION_COOKIES,
      },
    },
    problems: ['account.bad_credentials', 'account.too_many_attempts'],
    limit: 'login',
  },
  refresh: {
    method: 'post',
    path: '/api/account/refresh',
    idempotent: { never: 'its answer holds tokens, which are never kept; the refresh token itself may be repeated for ten seconds' },
    access: 'anyone',
    tag: 'Account',
    summary: 'Get the next pair of tokens',
    description:
      'Needs no body from a browser; apps send their `refresh_token`. Each works once: one that is used again ends the session for all who hold a token of it, except within ten seconds and while its successor has not been used.',
    body: REFRESH,
    bodyExample: { refresh_token: 'pK3v…' },
    responses: {
      200: {
        description: 'A new pair; the old refresh token is spent',
        schema: ref('Session'),
        example: { message: MESSAGES.refreshed, ...TOKENS_EXAMPLE },
        headers: SESSION_COOKIES,
      },
    },
    problems: ['account.not_authenticated'],
  },
  logout: {
    method: 'post',
    path: '/api/account/logout',
    idempotent: { never: 'who is logged out stays so, however often it is said' },
    access: 'anyone',
    tag: 'Account',
    summary: 'Log out here',
    description: 'Works with either token, also with one that is over. Every token of this session stops working.',
    body: REFRESH,
    bodyExample: {},
    responses: { 200: message('Logged out; the cookies are cleared', MESSAGES.loggedOut) },
    problems: ['account.not_authenticated'],
  },
  logoutAll: {
    method: 'post',
    path: '/api/account/logout-all',
    idempotent: { never: 'who is logged out stays so, and may not ask again' },
    access: 'customer',
    tag: 'Account',
    summary: 'Log out everywhere',
    responses: { 200: message('Every session is over', MESSAGES.loggedOutEverywhere) },
  },
  me: {
    method: 'get',
    path: '/api/account/me',
    access: 'customer',
    tag: 'Account',
    summary: 'Who I am',
    responses: { 200: { description: 'My account', schema: ref('User'), example: USER_EXAMPLE } },
  },
  revise: {
    method: 'patch',
    path: '/api/account/me',
    idempotent: true,
    access: 'customer',
    tag: 'Account',
    summary: 'Change my account',
    description: 'Changes only what is sent. A new `email` counts when the link that is mailed to it has been followed.',
    body: PROFILE,
    bodyExample: { name: 'Ada King', phone: '+1 415 555 0100' },
    responses: { 200: { description: 'My account as it is now', schema: ref('User'), example: USER_EXAMPLE } },
    problems: ['request.conflict'],
  },
  requestVerification: {
    method: 'post',
    path: '/api/account/verify-request',
    idempotent: true,
    access: 'customer',
    tag: 'Account',
    summary: 'Have the confirmation link mailed again',
    description: 'At most three times an hour; older links stop working.',
    responses: { 202: message('On its way, unless the address is confirmed', MESSAGES.verificationSent) },
  },
  verify: {
    method: 'get',
    path: '/api/account/verify',
    access: 'anyone',
    tag: 'Account',
    summary: 'Follow a confirmation link',
    description: 'Confirms the address of the account, or a new one that was asked for. Works once, for 24 hours.',
    query: VERIFICATION,
    responses: { 200: message('The address is confirmed', MESSAGES.verified) },
    problems: ['account.invalid_token'],
  },
  changePassword: {
    method: 'post',
    path: '/api/account/change-password',
    idempotent: { never: 'its body holds passwords and its answer tokens, which are never kept' },
    access: 'customer',
    tag: 'Account',
    summary: 'Change my password',
    description: 'Ends all other sessions, and every refresh token but the one in the answer. The owner is told by mail.',
    body: PASSWORD_CHANGE,
    bodyExample: { old_password: 'correct horse battery', new_password: 'a staple and more horses' },
    responses: {
      200: {
        description: 'Changed; this session goes on with a new pair',
        schema: ref('Session'),
        example: { message: MESSAGES.passwordChanged, ...TOKENS_EXAMPLE },
        headers: SESSION_COOKIES,
      },
    },
    problems: ['account.wrong_password', 'account.too_many_attempts'],
  },
  forgotPassword: {
    method: 'post',
    path: '/api/account/forgot-password',
    idempotent: true,
    access: 'anyone',
    tag: 'Account',
    summary: 'Have a link mailed to set a new password',
    description: 'The answer is the same whether there is such an account or not. At most three mails an hour; older links stop working.',
    body: FORGOTTEN,
    bodyExample: { email: 'ada@example.com' },
    responses: { 202: message('On its way, if there is such an account', MESSAGES.resetSent) },
    limit: 'forgot-password',
  },
  resetPassword: {
    method: 'post',
    path: '/api/account/reset-password',
    idempotent: { never: 'its body holds a password, of which not even a digest is kept; the mailed token works once' },
    access: 'anyone',
    tag: 'Account',
    summary: 'Set a new password with the mailed token',
    description: 'Works once, for 30 minutes. Every session ends; a password that does not do leaves the token working.',
    body: RESET,
    bodyExample: { token: 'Zb1n…', new_password: 'a staple and more horses' },
    responses: { 200: message('The password is changed', MESSAGES.passwordReset) },
    problems: ['account.invalid_token'],
  },
} satisfies Record<string, RouteDoc>;
