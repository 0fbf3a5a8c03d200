interface Question<Key, Answer> {
  readonly key: Key;
  readonly answer: (answer: Answer) => void;
  readonly fail: (error: unknown) => void;
}

/** Asks in one statement what is asked for key by key in the same turn of the event loop: whoever asks alone notices nothing. */
export class Gathered<Key, Answer> {
  #questions: Question<Key, Answer>[] = [];

  /** @param askAll answers many keys, in their order; a key may come twice. */
  constructor(private readonly askAll: (keys: readonly Key[]) => Promise<readonly Answer[]>) {}

  ask(key: Key): Promise<Answer> {
    return new Promise((answer, fail) => {
      if (this.#questions.push({ key, answer, fail }) === 1) setImmediate(() => void this.#askAll());
    });
  }

  async #askAll(): Promise<void> {
    const questions = this.#questions;
    this.#questions = [];
    try {
      const answers = await this.askAll(questions.map(({ key }) => key));
      for (const [index, { answer }] of questions.entries()) answer(answers[index] as Answer);
    } catch (error) {
      for (const { fail } of questions) fail(error);
    }
  }
}
