export interface WrittenMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same for the same mail, so that a mailbox that gets it twice can tell. */
  readonly messageId: string;
  readonly template: string;
}

/** How mails leave the house. */
export interface MailTransport {
  /** @throws when the mail was not taken. */
  deliver(mail: WrittenMail): Promise<void>;
}
