export interface Sender {
  readonly name: string;
  readonly address: string;
}

/** `MAIL_FROM` as an address with or without a name; without one the mails come in the shop's name. */
export function senderOf(mailFrom: string, shopName: string): Sender {
  const [, name = '', address = mailFrom] = /^\s*"?([^"<]*?)"?\s*<([^>]+)>\s*$/.exec(mailFrom) ?? [];
  return { name: name || shopName, address: address.trim() };
}
