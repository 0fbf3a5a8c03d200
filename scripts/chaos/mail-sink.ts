import { SMTPServer } from 'smtp-server';

/** A mail server that keeps the names of what it took, and can refuse everybody. */
export class MailSink {
  /** How often each Message-ID was taken. */
  readonly taken = new Map<string, number>();
  isDown = false;
  readonly #server: SMTPServer;

  private constructor() {
    const refusal = (): Error | undefined => (this.isDown ? new Error('No service today') : undefined);
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      onConnect: (_session, done) => done(refusal()),
      onMailFrom: (_address, _session, done) => done(refusal()),
      onData: (stream, _session, done) => {
        let text = '';
        stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
        stream.on('end', () => {
          const fault = refusal();
          const name = /^message-id:\s*(<[^>]+>)/im.exec(text)?.[1];
          if (!fault && name) this.taken.set(name, (this.taken.get(name) ?? 0) + 1);
          done(fault);
        });
      },
    });
    this.#server.on('error', () => undefined);
  }

  static async open(): Promise<MailSink> {
    const sink = new MailSink();
    await new Promise<void>((resolve) => sink.#server.listen(0, '127.0.0.1', resolve));
    return sink;
  }

  get url(): string {
    const address = this.#server.server.address() as { port: number };
    return `smtp://127.0.0.1:${address.port}`;
  }

  /** Mails that came more than once: a process was killed between sending and noting it. */
  get repeated(): number {
    return [...this.taken.values()].filter((times) => times > 1).length;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
