export interface ReadMail {
  readonly to: string;
  readonly subject: string;
  /** The text form as a person reads it. */
  readonly text: string;
}

const unquoted = (text: string): string =>
  Buffer.from(
    text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString();

/** Takes an `.eml` apart, as far as our own mails go. */
export function readMail(eml: string): ReadMail {
  const header = (name: string): string => new RegExp(`^${name}: (.*(?:\n[ \t].*)*)`, 'm').exec(eml)?.[1]?.replace(/\n\s+/g, ' ') ?? '';
  const [, part = ''] = /Content-Type: text\/plain[^]*?\n\n([^]*?)\n----/.exec(eml) ?? [];
  const isQuoted = /Content-Type: text\/plain[^\n]*\nContent-Transfer-Encoding: quoted-printable/.test(eml);
  return { to: header('To'), subject: header('Subject'), text: isQuoted ? unquoted(part) : part };
}
