import type { JsonSchema, Route } from './route.js';

/** The routes of one capability and the objects they speak of. */
export interface HttpController {
  readonly routes: readonly Route[];
  /** Response objects by their OpenAPI name. */
  readonly schemas?: Readonly<Record<string, JsonSchema>>;
}
