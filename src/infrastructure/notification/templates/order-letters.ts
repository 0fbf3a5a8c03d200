import type { MailContents, MailedOrder } from '../../../application/notification/ports/mailer.js';
import { bill, button, facts, paragraph, type Block, type Letter } from './letter.js';

const linesOf = ({ lines }: MailedOrder): readonly (readonly [string, string])[] =>
  lines.map(({ title, variant, quantity, total }) => [`${quantity} × ${title}${variant ? `, ${variant}` : ''}`, total]);

const billOf = (order: MailedOrder): Block =>
  bill(
    ...linesOf(order),
    ['Subtotal', order.subtotal],
    ...(order.discount === null ? [] : [['Discount', `−${order.discount}`] as const]),
    [`Shipping (${order.shippingMethod})`, order.shipping],
    ...(order.tax === null ? [] : [['Tax', order.tax] as const]),
    ['Total', order.total],
  );

const linkOf = ({ link }: MailedOrder): readonly Block[] => (link === null ? [] : [button('See my order', link)]);

export const orderConfirmed = ({ name, order }: MailContents['order-confirmed'], shop: string): Letter => ({
  subject: `Your order ${order.number} at ${shop}`,
  blocks: [
    paragraph(`Hello ${name},`),
    paragraph(`thank you! Your order ${order.number} is confirmed, and we are getting it ready.`),
    billOf(order),
    facts(['It goes to', order.shipTo.join(', ')]),
    ...linkOf(order),
    paragraph('We will write again as soon as it is on its way.'),
  ],
});

export const orderCancelled = ({ name, order, isPaidBack }: MailContents['order-cancelled'], shop: string): Letter => ({
  subject: `Your order ${order.number} at ${shop} is cancelled`,
  blocks: [
    paragraph(`Hello ${name},`),
    paragraph(
      isPaidBack
        ? `your order ${order.number} is cancelled. What you have paid goes back the way it came; that can take a few days.`
        : `your order ${order.number} is cancelled, and nothing is charged.`,
    ),
    billOf(order),
    ...linkOf(order),
  ],
});

export const orderShipped = (
  { name, number, carrier, trackingNumber, trackingUrl }: MailContents['order-shipped'],
  shop: string,
): Letter => {
  const known = [
    ...(carrier === null ? [] : [['Carrier', carrier] as const]),
    ...(trackingNumber === null ? [] : [['Tracking number', trackingNumber] as const]),
  ];
  return {
    subject: `Your order ${number} from ${shop} is on its way`,
    blocks: [
      paragraph(`Hello ${name},`),
      paragraph(`your order ${number} has left our house.`),
      ...(known.length > 0 ? [facts(...known)] : []),
      ...(trackingUrl === null ? [] : [button('Where is my parcel?', trackingUrl)]),
    ],
  };
};

export const orderDelivered = ({ name, number }: MailContents['order-delivered'], shop: string): Letter => ({
  subject: `Your order ${number} from ${shop} has arrived`,
  blocks: [
    paragraph(`Hello ${name},`),
    paragraph(`your order ${number} has been delivered. We hope you like it!`),
    paragraph('Is anything missing or broken? Just answer this mail.'),
  ],
});
