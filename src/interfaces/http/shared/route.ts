import type { Context } from 'koa';
import type { AnyObject, InferType, ObjectSchema } from 'yup';
import type { RequestClaim } from '../../../application/shared/ports/request-log.js';
import type { CustomerId } from '../../../domain/shared/ids.js';
import type { Caller } from './caller.js';
import type { PublicAnswer } from './public-answer.js';

/** JSON Schema 2020-12, as OpenAPI 3.1 speaks it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Points to a response object that some controller declares in `schemas`. */
export const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** Who may call: anyone at all, any signed-in account, or admins. */
export type Access = 'anyone' | 'customer' | 'admin';

/** Rules of their own for what is asked how often; every other route goes by its class. */
export type RateRule = 'login' | 'register' | 'forgot-password';

export type AnyObjectSchema = ObjectSchema<AnyObject>;

export interface ResponseDoc {
  readonly description: string;
  /** JSON unless `contentType` says otherwise; absent: no body. */
  readonly schema?: JsonSchema;
  readonly example?: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface MultipartDoc {
  /** The text fields, converted on purpose; the same names as in JSON. Lists come by repetition, with or without `[]`. */
  readonly fields: AnyObjectSchema;
  /** Names of the file fields, with what they are. */
  readonly files: Readonly<Record<string, string>>;
  /** Of one file. */
  readonly maxBytes: number;
  readonly maxFiles: number;
}

/** Takes no notice of an `Idempotency-Key`. */
export interface DeafToKeys {
  readonly never: string;
}

/** All that is known of a route before it runs: it is checked, permitted, limited, validated and documented by this. */
export interface RouteDoc {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As OpenAPI writes it: `/api/orders/{order_id}`. */
  readonly path: string;
  readonly access: Access;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** JSON; types are strict, unknown fields are dropped. */
  readonly body?: AnyObjectSchema;
  readonly bodyExample?: unknown;
  readonly multipart?: MultipartDoc;
  /** The bytes as they came, of any type: what is signed is signed over them. */
  readonly raw?: { readonly maxBytes: number };
  /** Converted from text on purpose. */
  readonly query?: AnyObjectSchema;
  readonly responses: Readonly<Record<number, ResponseDoc>>;
  /** The codes this route may refuse with, beside those of every route. */
  readonly problems?: readonly string[];
  readonly limit?: RateRule;
  /** What it answers everybody may be kept ready: it asks nothing but the path and the query, and its handler names what ends it. */
  readonly isKept?: true;
  /** Whether an unsafe request hears `Idempotency-Key`; one that does not says why. Absent on what changes nothing. */
  readonly idempotent?: true | DeafToKeys;
}

/** A file that came with a form, on disk until the request ends. */
export interface UploadedFile {
  readonly path: string;
  readonly bytes: number;
}

type Parsed<Schema> = Schema extends AnyObjectSchema ? InferType<Schema> : Record<string, never>;
type CallerOf<Doc extends RouteDoc> = Doc['access'] extends 'anyone' ? undefined : Caller;

export interface RouteRequest<Doc extends RouteDoc = RouteDoc> {
  readonly ctx: Context;
  readonly params: Readonly<Record<string, string>>;
  readonly body: Parsed<Doc['body']>;
  readonly query: Parsed<Doc['query']>;
  readonly caller: CallerOf<Doc>;
  /** The caller as a buyer; '' where anyone may call. */
  readonly customerId: CustomerId;
  readonly files: Readonly<Record<string, readonly UploadedFile[]>>;
  readonly rawBody: Doc['raw'] extends object ? Uint8Array : undefined;
  /** Present when the route hears an `Idempotency-Key` and the request carries one. */
  readonly claim: RequestClaim | undefined;
  /** On routes for anyone: who is asking, if they say so. */
  readonly identify: () => Promise<Caller | undefined>;
}

/** A handler writes its answer into the context, or returns one that is for everybody. */
type Handled = PublicAnswer | undefined | void;

export interface Route {
  readonly doc: RouteDoc;
  readonly handle: (request: RouteRequest) => Promise<Handled> | Handled;
}

/** Ties a handler to its document, so that what it is handed has the types that the document promises. */
export const route = <const Doc extends RouteDoc>(doc: Doc, handle: (request: RouteRequest<Doc>) => Promise<Handled> | Handled): Route => ({
  doc,
  handle: handle as Route['handle'],
});
