import { unlink } from 'node:fs/promises';
import type { Context, Middleware } from 'koa';
import { HttpMethodEnum, koaBody } from 'koa-body';
import { jsonParser, textParser } from './parse.js';
import { MalformedRequest, RequestTooLarge, UnsupportedMediaType } from './request-errors.js';
import type { MultipartDoc, RouteDoc, UploadedFile } from './route.js';
import type { UploadSlots } from './upload-slots.js';

const JSON_BYTES = 102_400;
const FORM_FIELD_BYTES = 204_800;
const WITH_BODY = [HttpMethodEnum.POST, HttpMethodEnum.PUT, HttpMethodEnum.PATCH, HttpMethodEnum.DELETE];

export interface ReadBody {
  readonly body: Record<string, unknown>;
  readonly files: Readonly<Record<string, readonly UploadedFile[]>>;
  readonly rawBody?: Uint8Array;
}

type BodyReader = (ctx: Context) => Promise<ReadBody>;

const NO_FILES = Object.freeze({});
const carriesBody = (ctx: Context): boolean => ctx.req.headers['transfer-encoding'] !== undefined || (ctx.request.length ?? 0) > 0;
const nothing = () => Promise.resolve();

function refuseLength(ctx: Context, maxBytes: number): void {
  if ((ctx.request.length ?? 0) > maxBytes) throw new RequestTooLarge(maxBytes);
}

/** Runs a parser that tells too large bodies by a status of its own. */
async function readBy(parser: Middleware, ctx: Context, maxBytes: number): Promise<void> {
  try {
    await parser(ctx as Parameters<Middleware>[0], nothing);
  } catch (error) {
    const { status, httpCode } = error as { status?: number; httpCode?: number };
    if (status === 413 || httpCode === 413) throw new RequestTooLarge(maxBytes);
    if (error instanceof SyntaxError || status === 400) throw new MalformedRequest('The body is not valid JSON');
    throw error;
  }
}

const parsedBody = (ctx: Context): unknown => (ctx.request as { body?: unknown }).body;

/** One JSON value of at most 100 KB; no body at all counts as `{}`. */
function jsonReader(doc: RouteDoc): BodyReader {
  const parser = koaBody({
    json: true,
    jsonStrict: true,
    jsonLimit: JSON_BYTES,
    urlencoded: false,
    text: false,
    multipart: false,
    parsedMethods: WITH_BODY,
  });
  const parse = doc.body ? jsonParser(doc.body) : undefined;
  return async (ctx) => {
    if (!carriesBody(ctx)) return { body: parse?.({}) ?? {}, files: NO_FILES };
    refuseLength(ctx, JSON_BYTES);
    if (!ctx.is('json', '+json')) {
      if (parse) throw new UnsupportedMediaType('application/json');
      return { body: {}, files: NO_FILES };
    }
    await readBy(parser, ctx, JSON_BYTES);
    return { body: parse?.(parsedBody(ctx) ?? {}) ?? {}, files: NO_FILES };
  };
}

interface FormidableFile {
  readonly filepath: string;
  readonly size: number;
}

/** Files end on the disk in any order; they are told in the order in which they were sent. */
class SendingOrder {
  readonly #places = new WeakMap<object, number>();
  #next = 0;

  readonly begin = (_field: string, file: object): void => void this.#places.set(file, this.#next++);

  sorted(files: readonly FormidableFile[]): readonly FormidableFile[] {
    return [...files].sort((left, right) => (this.#places.get(left) ?? 0) - (this.#places.get(right) ?? 0));
  }
}

/** A form: files on disk until the request has been answered, fields copied into an object without a prototype. */
function formReader({ fields, files, maxBytes, maxFiles }: MultipartDoc, uploads: UploadSlots): BodyReader {
  const order = new SendingOrder();
  const parser = koaBody({
    multipart: true,
    json: false,
    urlencoded: false,
    text: false,
    formidable: {
      maxFiles,
      maxFileSize: maxBytes,
      maxTotalFileSize: maxBytes * maxFiles,
      maxFields: 100,
      maxFieldsSize: FORM_FIELD_BYTES,
      allowEmptyFiles: true,
      minFileSize: 0,
      multiples: true,
      onFileBegin: order.begin,
    },
    parsedMethods: WITH_BODY,
  });
  const parse = textParser(fields);
  return async (ctx) => {
    refuseLength(ctx, maxBytes * maxFiles + FORM_FIELD_BYTES);
    await uploads.occupy(ctx.res);
    await readBy(parser, ctx, maxBytes);
    const uploaded = Object.entries(
      ((ctx.request as { files?: unknown }).files ?? {}) as Record<string, FormidableFile | FormidableFile[]>,
    );
    const all = uploaded.map(([name, given]) => [name, order.sorted(Array.isArray(given) ? given : [given])] as const);
    ctx.res.once('close', () => {
      for (const { filepath } of all.flatMap(([, given]) => given)) void unlink(filepath).catch(nothing);
    });
    const form: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const [name, value] of Object.entries((parsedBody(ctx) ?? {}) as Record<string, unknown>)) {
      const known = name.replace(/\[\]$/, '');
      if (Object.hasOwn(fields.fields, known)) form[known] = value;
    }
    const known = all.filter(([name]) => Object.hasOwn(files, name));
    return {
      body: parse(form),
      files: Object.fromEntries(known.map(([name, given]) => [name, given.map(({ filepath, size }) => ({ path: filepath, bytes: size }))])),
    };
  };
}

/** The bytes themselves, whatever they are said to be. */
function rawReader(maxBytes: number): BodyReader {
  return async (ctx) => {
    refuseLength(ctx, maxBytes);
    const chunks: Buffer[] = [];
    let bytes = 0;
    try {
      for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > maxBytes) throw new RequestTooLarge(maxBytes);
        chunks.push(chunk);
      }
    } catch (error) {
      // Else a client that hangs up would look like a database that did.
      if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') throw new MalformedRequest('The request ended before its body did');
      throw error;
    }
    return { body: {}, files: NO_FILES, rawBody: Buffer.concat(chunks) };
  };
}

/** How this route's body is read: built once, when the route is mounted. */
export function bodyReader(doc: RouteDoc, uploads: UploadSlots): BodyReader {
  if (doc.method === 'get') return () => Promise.resolve({ body: {}, files: NO_FILES });
  if (doc.raw) return rawReader(doc.raw.maxBytes);
  const json = jsonReader(doc);
  if (!doc.multipart) return json;
  const form = formReader(doc.multipart, uploads);
  return (ctx) => (ctx.is('multipart/form-data') ? form(ctx) : json(ctx));
}
