import { number, object, string } from 'yup';
import type { CreateTagInput } from '../../../application/catalogue/create-tag.js';

const NAME_LENGTH = 80;
const DESCRIPTION_LENGTH = 2_000;

const name = () => string().trim().max(NAME_LENGTH, `name must be at most ${NAME_LENGTH} characters`);
const description = string().nullable().max(DESCRIPTION_LENGTH, `description must be at most ${DESCRIPTION_LENGTH} characters`);
const version = number()
  .integer('version must be a whole number')
  .meta({ jsonSchema: { description: 'The one that was read: if it is not the current one any more, nothing changes' } });
const changedName = name().min(1, 'name must not be empty');

const newName = name().required('name is required');
const RULES = ['reduced', 'new'] as const satisfies readonly CreateTagInput['rule'][];

export const NEW_BRAND = object({ name: newName });
export const NEW_TAG = object({
  name: newName,
  rule: string()
    .nullable()
    .oneOf([...RULES, null], `rule must be one of ${RULES.join(', ')}, or null`)
    .meta({ jsonSchema: { description: 'Puts the tag on products and takes it off them; null or left out: people do' } }),
});
export const BRAND_CHANGE = object({ name: changedName, description, version });
export const TAG_CHANGE = object({ name: changedName, version });

export const LABEL_REMOVAL = object({
  move_to: string().meta({ jsonSchema: { description: 'What its products carry instead' } }),
});
