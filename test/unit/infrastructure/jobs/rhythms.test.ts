import { expect } from 'chai';
import { RelayLoop } from '../../../../src/infrastructure/jobs/relay-loop.js';
import { Timetable } from '../../../../src/infrastructure/jobs/timetable.js';
import { PinoLogger } from '../../../../src/infrastructure/system/pino-logger.js';
import { eventually } from '../../../support/eventually.js';

const silent = new PinoLogger('silent');

describe('A timetable', () => {
  it('runs a duty again and again, and a broken one keeps no other from its turn', async () => {
    const turns = { fine: 0, broken: 0 };
    const timetable = new Timetable(
      [
        { name: 'fine', everySeconds: 0.01, run: () => Promise.resolve((turns.fine += 1)) },
        { name: 'broken', everySeconds: 0.01, run: () => Promise.reject(new Error(String((turns.broken += 1)))) },
      ],
      silent,
    );
    timetable.start();
    await eventually('both had several turns', () => turns.fine > 2 && turns.broken > 2);
    await timetable.stop();
    const { fine } = turns;
    await new Promise((resolve) => setTimeout(resolve, 50));

    expect(turns.fine, 'nothing after the end').to.equal(fine);
  });

  it('starts no duty that is still running, and waits for it at the end', async () => {
    let [running, most, finished] = [0, 0, 0];
    const slow = async (): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 40));
      running -= 1;
      finished += 1;
    };
    const timetable = new Timetable([{ name: 'slow', everySeconds: 0.001, run: slow }], silent);
    timetable.start();
    await eventually('it is running', () => running === 1 && finished > 0);
    await timetable.stop();

    expect(most).to.equal(1);
    expect(running).to.equal(0);
  });
});

describe('The loop of the relay', () => {
  it('empties the outbox when it is woken, however full it is', async () => {
    let waiting = 3;
    const loop = new RelayLoop(() => Promise.resolve(waiting > 0 ? waiting-- : 0), silent);
    loop.start();
    await eventually('it is empty', () => waiting === 0);
    waiting = 2;
    loop.wake();
    await eventually('it is empty again', () => waiting === 0);
    await loop.stop();
  });

  it('looks however often it is woken: a busy shop does not put its mails off', async () => {
    let looks = 0;
    const loop = new RelayLoop(() => Promise.resolve((looks += 1) * 0), silent);
    loop.start();
    const noise = setInterval(loop.wake, 2);
    try {
      await eventually('it looked several times', () => looks > 3);
    } finally {
      clearInterval(noise);
      await loop.stop();
    }
  });

  it('tries again after a failure', async () => {
    let tries = 0;
    const loop = new RelayLoop(() => Promise.reject(new Error(String((tries += 1)))), silent);
    loop.start();
    await eventually('it tried once', () => tries === 1);
    loop.wake();
    await eventually('it tried again', () => tries > 1);
    await loop.stop();
  });

  it('does nothing before it is started and after it is stopped', async () => {
    let looks = 0;
    const loop = new RelayLoop(() => Promise.resolve((looks += 1) * 0), silent);
    loop.wake();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(looks).to.equal(0);
    loop.start();
    await eventually('it looked', () => looks === 1);
    await loop.stop();
    loop.wake();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(looks).to.equal(1);
  });
});
