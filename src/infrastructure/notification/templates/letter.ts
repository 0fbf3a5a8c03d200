/** A piece of a mail, in HTML and in text alike. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'button'; readonly label: string; readonly url: string }
  /** To be copied as it is. */
  | { readonly kind: 'code'; readonly text: string }
  /** Name and value; the last row of a bill is its total. */
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [name: string, value: string])[]; readonly isBill?: boolean };

export interface Letter {
  readonly subject: string;
  readonly blocks: readonly Block[];
}

export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
export const button = (label: string, url: string): Block => ({ kind: 'button', label, url });
export const code = (text: string): Block => ({ kind: 'code', text });
export const facts = (...rows: readonly (readonly [string, string])[]): Block => ({ kind: 'facts', rows });
export const bill = (...rows: readonly (readonly [string, string])[]): Block => ({ kind: 'facts', rows, isBill: true });
