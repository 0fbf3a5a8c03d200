import type { WrittenMail } from './mail-transport.js';
import type { Sender } from './sender.js';

/** So much of a text that it fits into one encoded word, which may be 75 characters long. */
const WORD_BYTES = 45;

const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
/** Nothing that came from people ends a header. */
const inOneLine = (text: string): string => text.replace(/[\r\n\0]+/g, ' ');

/** A text of any language in a header: encoded words (RFC 2047), none of which cuts a character in two. */
function encoded(text: string): string {
  if (isPlain(text)) return text;
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (Buffer.byteLength(word + character) > WORD_BYTES) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`).join('\n ');
}

const fromOf = ({ name, address }: Sender): string =>
  `${isPlain(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : encoded(inOneLine(name))} <${inOneLine(address)}>`;

/** A mail as a file that mail programs open and people can read: both forms of it, in UTF-8 as it is. */
export function emlOf({ to, subject, text, html, messageId }: WrittenMail, from: Sender, date: Date): string {
  const boundary = `--_portico-${messageId.replace(/[^0-9a-z]/gi, '').slice(0, 32)}`;
  const part = (kind: string, body: string): string =>
    `--${boundary}\nContent-Type: text/${kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${body}\n`;
  return [
    `From: ${fromOf(from)}`,
    `To: ${inOneLine(to)}`,
    `Subject: ${encoded(inOneLine(subject))}`,
    `Message-ID: ${messageId}`,
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    `${part('plain', text)}${part('html', html)}--${boundary}--`,
    '',
  ].join('\n');
}
