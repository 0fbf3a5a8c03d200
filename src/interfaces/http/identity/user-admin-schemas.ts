import { array, boolean, object, string } from 'yup';
import { ROLES } from '../../../domain/identity/account-state.js';
import { pageFields } from '../shared/paging.js';

const roleField = () => string().oneOf(ROLES, `a role is one of ${ROLES.join(', ')}`);

export const USER_FILTER = object({
  ...pageFields,
  q: string()
    .trim()
    .max(200, 'q may have at most 200 characters')
    .test('printable', 'q must be one line', (value) => !value || !/\p{Cc}/u.test(value))
    .meta({ jsonSchema: { description: 'Part of an e-mail address or a name, in any case' } }),
  role: roleField(),
  is_active: boolean().typeError('is_active must be true or false'),
});

export const STANDING = object({
  roles: array(roleField().required()).min(1, 'roles must name at least one role').max(ROLES.length, 'roles names a role twice'),
  is_active: boolean(),
});
