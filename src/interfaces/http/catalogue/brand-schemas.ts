import { object, string } from 'yup';

const NAME_LENGTH = 80;

export const NEW_BRAND = object({
  name: string().trim().required('name is required').max(NAME_LENGTH, `name must be at most ${NAME_LENGTH} characters`),
});
