import { expect } from 'chai';
import { emlOf } from '../../../../src/infrastructure/notification/eml.js';
import { readMail } from '../../../support/read-mail.js';

const AT = new Date('2026-01-31T12:00:00.000Z');
const SHOP = { name: 'Alder "&" Quay', address: 'shop@shop.example' };
const mail = (changes: { readonly subject?: string; readonly to?: string }) => ({
  to: 'ada@example.com',
  subject: 'Your order',
  text: 'Grüße\nund mehr',
  html: '<p>Grüße</p>',
  messageId: '<0123456789abcdef0123456789abcdef@shop.example>',
  template: 'order-shipped',
  ...changes,
});

/** Encoded words, read as mail programs read them. */
const decoded = (header: string): string =>
  header
    .replace(/\?=\s+=\?UTF-8\?B\?/g, '?==?UTF-8?B?')
    .replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, word: string) => Buffer.from(word, 'base64').toString());

describe('A mail as a file', () => {
  it('tells who, what and when, and has both forms', () => {
    const eml = emlOf(mail({}), SHOP, AT);

    expect(eml).to.include('From: "Alder \\"&\\" Quay" <shop@shop.example>\n');
    expect(eml).to.include('Date: Sat, 31 Jan 2026 12:00:00 +0000\n');
    expect(eml).to.include('Message-ID: <0123456789abcdef0123456789abcdef@shop.example>\n');
    expect(readMail(eml)).to.deep.equal({ to: 'ada@example.com', subject: 'Your order', text: 'Grüße\nund mehr' });
    expect(eml).to.include('<p>Grüße</p>');
  });

  it('takes any language in its headers, in words that are not too long', () => {
    const subject = 'Ihre Bestellung 🎁 über Kübel, Töpfe und 三味線 ist auf dem Weg, und zwar heute';
    const eml = emlOf(mail({ subject }), { ...SHOP, name: 'Müller' }, AT);

    expect(decoded(readMail(eml).subject)).to.equal(subject);
    expect(decoded(eml)).to.include('From: Müller <shop@shop.example>');
    for (const [word] of eml.matchAll(/=\?UTF-8\?B\?[^?]*\?=/g)) expect(word.length).to.be.at.most(75);
  });

  it('lets nobody add a header', () => {
    const eml = emlOf(mail({ subject: 'Hello\r\nBcc: eve@example.com', to: 'ada@example.com\nBcc: eve@example.com' }), SHOP, AT);

    expect(eml).not.to.match(/^Bcc:/m);
  });
});
