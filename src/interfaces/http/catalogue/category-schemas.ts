import { number, object, string } from 'yup';

const NAME_LENGTH = 80;
const DESCRIPTION_LENGTH = 2_000;
const POSITION = 'position must be a whole number from 0';
const LIMIT = 'limit must be a whole number from 1 to 100';

const name = () => string().trim().max(NAME_LENGTH, `name must be at most ${NAME_LENGTH} characters`);
const rest = {
  description: string().nullable().max(DESCRIPTION_LENGTH, `description must be at most ${DESCRIPTION_LENGTH} characters`),
  parent_id: string()
    .nullable()
    .meta({ jsonSchema: { description: 'The category above; null at the top' } }),
  position: number()
    .integer(POSITION)
    .min(0, POSITION)
    .meta({ jsonSchema: { description: 'The place among those beside it, counted from 0; left out or more than there are: behind them' } }),
};

export const NEW_CATEGORY = object({ name: name().required('name is required'), ...rest });

export const CATEGORY_CHANGE = object({
  name: name().min(1, 'name must not be empty'),
  ...rest,
  version: number()
    .integer('version must be a whole number')
    .meta({ jsonSchema: { description: 'The one that was read: if it is not the current one any more, nothing changes' } }),
});

export const CATEGORY_REMOVAL = object({
  move_to: string().meta({ jsonSchema: { description: 'The category that takes over its products and the categories under it' } }),
});

/** Short lists come whole unless somebody wants less. */
export const WHOLE_LIST = object({ limit: number().typeError(LIMIT).integer(LIMIT).min(1, LIMIT).max(100, LIMIT) });
