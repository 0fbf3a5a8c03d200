/** The mails the shop writes; each has an HTML and a text form. */
export type MailTemplate =
  | 'verify-email'
  | 'already-registered'
  | 'password-reset'
  | 'password-changed'
  | 'email-change-requested'
  | 'order-confirmed'
  | 'order-cancelled'
  | 'order-shipped'
  | 'order-delivered';

export interface MailRequest {
  readonly to: string;
  readonly template: MailTemplate;
  /** What the template shows: plain data, money already as decimal text. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Makes the mail one of a kind: the same key is sent once, however often it is asked for. */
  readonly key: string;
}

export interface Mailer {
  /** Sends the mail unless one with this key has been sent. @throws when the mail cannot be handed over: the job is tried again. */
  send(mail: MailRequest): Promise<void>;
}
