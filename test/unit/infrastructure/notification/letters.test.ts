import { expect } from 'chai';
import type { MailContents, MailedOrder, MailTemplate } from '../../../../src/application/notification/ports/mailer.js';
import { ConfiguredShopLinks } from '../../../../src/infrastructure/notification/configured-shop-links.js';
import { senderOf } from '../../../../src/infrastructure/notification/sender.js';
import { letterOf } from '../../../../src/infrastructure/notification/templates/letter-of.js';
import { renderLetter } from '../../../../src/infrastructure/notification/templates/render-letter.js';

const ORDER: MailedOrder = {
  number: 'P-7K3M-9QXD',
  link: 'https://shop.example/orders/1',
  lines: [{ title: 'Mug', variant: 'Blue', quantity: 2, total: '25.00 USD' }],
  subtotal: '25.00 USD',
  discount: null,
  shipping: '5.00 USD',
  tax: null,
  total: '30.00 USD',
  shippingMethod: 'Standard',
  shipTo: ['Ada Buyer', '1 Main Street', 'Springfield IL 62701', 'US'],
};

const EVERY: { readonly [Template in MailTemplate]: MailContents[Template] } = {
  'verify-email': { name: 'Ann', link: 'https://shop.example/verify?token=abc' },
  'already-registered': { name: 'Ann', email: 'ann@example.com' },
  'password-reset': { name: 'Ann', link: null, token: 'a-token', request: 'https://shop.example/api/account/reset-password' },
  'password-changed': { name: 'Ann' },
  'email-change-requested': { name: 'Ann', link: 'https://shop.example/verify?token=abc' },
  'email-changed': { name: 'Ann', newEmail: 'new@example.com' },
  'order-confirmed': { name: 'Ann', order: ORDER },
  'order-cancelled': { name: 'Ann', order: ORDER, isPaidBack: true },
  'order-shipped': { name: 'Ann', number: 'P-1', carrier: 'DHL', trackingNumber: 'JD0146', trackingUrl: 'https://dhl.example/JD0146' },
  'order-delivered': { name: 'Ann', number: 'P-1' },
};

const write = <Template extends MailTemplate>(template: Template, contents: MailContents[Template]) => {
  const letter = letterOf(template, contents, 'Alder & Quay');
  return { subject: letter.subject, ...renderLetter(letter, 'Alder & Quay') };
};

describe("The shop's letters", () => {
  for (const template of Object.keys(EVERY) as MailTemplate[]) {
    it(`has a subject, an HTML and a text form: ${template}`, () => {
      const { subject, html, text } = write(template, EVERY[template]);

      expect(subject).to.match(/^[^\r\n]{5,100}$/);
      expect(html)
        .to.match(/^<!doctype html>/)
        .and.to.include('Ann')
        .and.to.include('Alder &amp; Quay');
      expect(text).to.include('Ann').and.to.include('Alder & Quay');
      expect(text, 'no markup in the text form').to.not.match(/<[a-z]/);
    });
  }

  it('shows what was bought and what it costs in both forms', () => {
    const { html, text } = write('order-confirmed', EVERY['order-confirmed']);

    for (const fact of ['2 × Mug, Blue', '25.00 USD', '5.00 USD', '30.00 USD', 'P-7K3M-9QXD', 'Springfield IL 62701']) {
      expect(html).to.include(fact);
      expect(text).to.include(fact);
    }
  });

  it('escapes what people wrote', () => {
    const { html } = write('verify-email', { name: '<script>alert("1")</script>', link: 'https://shop.example/?a=1&b="2"' });

    expect(html).to.not.include('<script>');
    expect(html).to.include('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
    expect(html).to.include('href="https://shop.example/?a=1&amp;b=&quot;2&quot;"');
  });

  it('makes no link of an address that a browser would run', () => {
    const { html } = write('order-shipped', { ...EVERY['order-shipped'], trackingUrl: 'javascript:alert(1)' });

    expect(html).to.not.include('href');
  });

  it('says what to do with a reset token while there is no form, and links to the form when there is one', () => {
    const without = write('password-reset', EVERY['password-reset']);
    expect(without.text).to.include('a-token').and.to.include('POST https://shop.example/api/account/reset-password');

    const { text } = write('password-reset', { ...EVERY['password-reset'], link: 'https://shop.example/reset-password?token=a-token' });
    expect(text).to.include('https://shop.example/reset-password?token=a-token').and.to.not.include('POST');
  });

  it('tells about money that goes back only when there is some', () => {
    expect(write('order-cancelled', { ...EVERY['order-cancelled'], isPaidBack: true }).text).to.include('goes back');
    expect(write('order-cancelled', { ...EVERY['order-cancelled'], isPaidBack: false }).text).to.include('nothing is charged');
  });
});

describe('Links in mails', () => {
  it('lead to the API while there is no front', () => {
    const links = new ConfiguredShopLinks('https://api.example', null);

    expect(links.verification('t')).to.equal('https://api.example/api/account/verify?token=t');
    expect(links.passwordReset('t')).to.equal(null);
    expect(links.passwordResetRequest).to.equal('https://api.example/api/account/reset-password');
  });

  it('lead to the front when there is one', () => {
    const links = new ConfiguredShopLinks('https://api.example', 'https://shop.example');

    expect(links.verification('t')).to.equal('https://shop.example/verify?token=t');
    expect(links.passwordReset('t')).to.equal('https://shop.example/reset-password?token=t');
  });
});

describe('Who the mails are from', () => {
  it('is the shop, unless MAIL_FROM has a name of its own', () => {
    expect(senderOf('shop@portico.example', 'Alder & Quay')).to.deep.equal({ name: 'Alder & Quay', address: 'shop@portico.example' });
    expect(senderOf('"Orders" <o@x.example>', 'Alder & Quay')).to.deep.equal({ name: 'Orders', address: 'o@x.example' });
    expect(senderOf('<o@x.example>', 'Alder & Quay')).to.deep.equal({ name: 'Alder & Quay', address: 'o@x.example' });
  });
});
