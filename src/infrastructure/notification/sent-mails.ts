/** Remembers which mails went out, for as long as anybody could ask for them again. */
export interface SentMails {
  /** `ours` for exactly one of several at once, until it is `sent`, let go, or a minute has passed. */
  claim(key: string): Promise<'ours' | 'sent' | 'busy'>;
  sent(key: string): Promise<void>;
  letGo(key: string): Promise<void>;
}
