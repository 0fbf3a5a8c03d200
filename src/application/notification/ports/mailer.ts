/** A line of an order as it is read aloud: money is decimal text. */
export interface MailedLine {
  readonly title: string;
  readonly variant: string | null;
  readonly quantity: number;
  readonly total: string;
}

export interface MailedOrder {
  readonly number: string;
  /** Where it can be looked at; null while the shop has no front. */
  readonly link: string | null;
  readonly lines: readonly MailedLine[];
  readonly subtotal: string;
  /** Null when there is none. */
  readonly discount: string | null;
  readonly shipping: string;
  /** Null when there is none. */
  readonly tax: string | null;
  readonly total: string;
  readonly shippingMethod: string;
  /** Line by line. */
  readonly shipTo: readonly string[];
}

/** What each of the shop's mails shows. */
export interface MailContents {
  readonly 'verify-email': { readonly name: string; readonly link: string };
  readonly 'already-registered': { readonly name: string; readonly email: string };
  /** `link` is null while the shop has no front: then the token and the request to make with it are shown. */
  readonly 'password-reset': {
    readonly name: string;
    readonly link: string | null;
    readonly token: string;
    readonly request: string;
  };
  readonly 'password-changed': { readonly name: string };
  readonly 'email-change-requested': { readonly name: string; readonly link: string };
  readonly 'email-changed': { readonly name: string; readonly newEmail: string };
  readonly 'order-confirmed': { readonly name: string; readonly order: MailedOrder };
  /** `isPaidBack`: money was taken, and goes back. */
  readonly 'order-cancelled': { readonly name: string; readonly order: MailedOrder; readonly isPaidBack: boolean };
  readonly 'order-shipped': {
    readonly name: string;
    readonly number: string;
    readonly carrier: string | null;
    readonly trackingNumber: string | null;
    readonly trackingUrl: string | null;
  };
  readonly 'order-delivered': { readonly name: string; readonly number: string };
}

export type MailTemplate = keyof MailContents;

export interface MailRequest<Template extends MailTemplate = MailTemplate> {
  readonly to: string;
  readonly template: Template;
  /** Makes the mail one of a kind: the same key is sent once, however often it is asked for. */
  readonly key: string;
  /** Asked only when the mail is about to be sent, so that secrets are made for mails that go out and for no others. */
  readonly contents: () => Promise<MailContents[Template]>;
}

export interface Mailer {
  /** Sends the mail unless one with this key has been sent. @throws when it cannot be handed over now: the job is tried again. */
  send<Template extends MailTemplate>(mail: MailRequest<Template>): Promise<void>;
}
