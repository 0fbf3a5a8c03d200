import { USER_EXAMPLE } from '../account/account-openapi.js';
import { ref, type RouteDoc } from '../shared/route.js';
import { STANDING, USER_FILTER } from './user-admin-schemas.js';

const TAGGED = { ETag: 'Its version, for If-Match' };
const ONE = '/api/admin/users/{user_id}';

export const USER_ADMIN_ROUTES = {
  list: {
    method: 'get',
    path: '/api/admin/users',
    access: 'admin',
    tag: 'Back office',
    summary: 'All accounts',
    description: 'The newest first.',
    query: USER_FILTER,
    responses: {
      200: {
        description: 'A page of them',
        schema: { type: 'array', items: ref('User') },
        example: [USER_EXAMPLE],
        headers: { 'X-Total-Count': 'How many there are', Link: 'Other pages', 'X-Next-Cursor': 'Where the next part starts' },
      },
    },
  },
  read: {
    method: 'get',
    path: ONE,
    access: 'admin',
    tag: 'Back office',
    summary: 'One account',
    responses: { 200: { description: 'The account', schema: ref('User'), example: USER_EXAMPLE, headers: TAGGED } },
    problems: ['account.not_found'],
  },
  change: {
    method: 'patch',
    path: ONE,
    idempotent: true,
    access: 'admin',
    tag: 'Back office',
    summary: 'Change what an account may do',
    description:
      'Works within a second, also for sessions that are open. A disabled account is logged out everywhere. The last active admin stays.',
    body: STANDING,
    bodyExample: { roles: ['customer', 'admin'], is_active: true },
    responses: { 200: { description: 'The account as it is now', schema: ref('User'), example: USER_EXAMPLE, headers: TAGGED } },
    problems: ['account.not_found', 'account.last_admin', 'account.stale_version', 'request.conflict'],
  },
} satisfies Record<string, RouteDoc>;
