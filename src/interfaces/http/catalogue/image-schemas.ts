import { number, object, string } from 'yup';

const ALT_LENGTH = 300;
const POSITION = 'position must be a whole number from 0';

const fields = {
  alt: string()
    .trim()
    .max(ALT_LENGTH, `alt must be at most ${ALT_LENGTH} characters`)
    .meta({ jsonSchema: { description: 'What is on the picture, for those who cannot see it' } }),
  position: number()
    .typeError(POSITION)
    .integer(POSITION)
    .min(0, POSITION)
    .meta({ jsonSchema: { description: 'Where it is shown, from 0; past the last it is the last' } }),
};

export const NEW_IMAGES = object(fields);

export const IMAGE_CHANGE = object({
  ...fields,
  version: number()
    .integer('version must be a whole number')
    .meta({ jsonSchema: { description: "The product's, as it was read: if it is not the current one any more, nothing changes" } }),
});
