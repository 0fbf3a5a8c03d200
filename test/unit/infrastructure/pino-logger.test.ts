import { expect } from 'chai';
import { PinoLogger } from '../../../src/infrastructure/system/pino-logger.js';

describe('A line of the log', () => {
  const lines: string[] = [];
  const logger = new PinoLogger('info', { write: (line) => void lines.push(line) });
  const logged = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> => {
    logger.info('said', fields);
    return JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>;
  };

  it('is JSON with its level, its time and its fields', () => {
    const { time, ...rest } = logged({ order: 7, nested: { a: [1, null] } });

    expect(rest).to.deep.equal({ level: 'info', order: 7, nested: { a: [1, null] }, msg: 'said' });
    expect(time).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('shows no secret that was logged by mistake, three levels deep, and leaves what it was given alone', () => {
    const given = {
      password: 'a',
      request: { cookie: 'b', body: { token: 'c', kept: 1 } },
      list: [{ secret: 'd' }],
      deep: { a: { b: {} } },
    };
    const before = structuredClone(given);

    expect(logged(given)).to.deep.include({
      password: '[redacted]',
      request: { cookie: '[redacted]', body: { token: '[redacted]', kept: 1 } },
      list: [{ secret: '[redacted]' }],
      deep: { a: { b: {} } },
    });
    expect(given).to.deep.equal(before);
  });
});
