import { mailerContract } from '../../../contract/mailer.contract.js';
import { InMemoryMailer } from '../../../support/fakes/in-memory-mailer.js';

describe('The mailer of the tests', () => {
  mailerContract(() => {
    const mailer = new InMemoryMailer();
    return {
      mailer,
      sent: () => Promise.resolve(mailer.sent.size),
      setDown: (isDown) => {
        mailer.isDown = isDown;
      },
    };
  });
});
