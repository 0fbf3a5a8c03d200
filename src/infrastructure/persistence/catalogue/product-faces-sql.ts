import type { Statement } from '../shared/sql.js';

/** What is shown and searched of many products, made anew. */
export const REFRESH_FACES: Statement = { name: 'product_faces.refresh_many', text: 'select refresh_product_faces($1::uuid[])' };
