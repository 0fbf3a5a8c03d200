import { expect } from 'chai';
import { Session } from '../../../../src/domain/identity/session.js';
import { id, type AccountId, type SessionId } from '../../../../src/domain/shared/ids.js';
import { NOON } from '../../../support/builders/an-order.js';

const DAY_MS = 86_400_000;
const later = (milliseconds: number) => new Date(NOON.getTime() + milliseconds);

describe('A session', () => {
  const aSession = () => Session.start({ id: id<SessionId>('s'), accountId: id<AccountId>('a'), tokenHash: 'r1' }, NOON);

  it('goes on with the next token, once each (ACC-06)', () => {
    const session = aSession();
    expect(session.rotate('r1', 'r2', later(1_000))).to.equal(true);
    expect(session.rotate('r2', 'r3', later(2_000))).to.equal(true);
    expect(session.rotate('r1', 'r4', later(3_000))).to.equal(false);
    expect(session.isAlive(later(3_000))).to.equal(false);
    expect(session.rotate('r3', 'r5', later(3_000))).to.equal(false);
  });

  it('forgives a second use within ten seconds while no successor was used (ACC-06)', () => {
    const session = aSession();
    session.rotate('r1', 'r2', NOON);
    expect(session.rotate('r1', 'r2b', later(9_999))).to.equal(true);
    expect(session.rotate('r2b', 'r3', later(10_000))).to.equal(true);
    expect(session.rotate('r2', 'r3b', later(11_000)), 'the sibling works too').to.equal(true);
  });

  it('ends when a spent token comes back after ten seconds (ACC-06)', () => {
    const session = aSession();
    session.rotate('r1', 'r2', NOON);
    expect(session.rotate('r1', 'r2b', later(10_000))).to.equal(false);
    expect(session.rotate('r2', 'r3', later(10_001))).to.equal(false);
  });

  it('counts ten seconds from the first use, not from the last (ACC-06)', () => {
    const session = aSession();
    session.rotate('r1', 'r2', NOON);
    expect(session.rotate('r1', 'r2b', later(8_000))).to.equal(true);
    expect(session.rotate('r1', 'r2c', later(12_000))).to.equal(false);
  });

  it('is over after thirty days without use, and after half a year of use', () => {
    const session = aSession();
    expect(session.rotate('r1', 'r2', later(30 * DAY_MS))).to.equal(false);

    const busy = aSession();
    for (let day = 20; day < 180; day += 20) expect(busy.rotate(`r${day / 20}`, `r${day / 20 + 1}`, later(day * DAY_MS))).to.equal(true);
    expect(busy.isAlive(later(180 * DAY_MS - 1))).to.equal(true);
    expect(busy.isAlive(later(180 * DAY_MS))).to.equal(false);
  });

  it('takes old tokens for worthless after starting anew, without ending over them (ACC-05)', () => {
    const session = aSession();
    session.startAnew('n1', later(1_000));
    expect(session.rotate('r1', 'r2', later(2_000))).to.equal(false);
    expect(session.rotate('n1', 'n2', later(2_000))).to.equal(true);
  });

  it('once over, stays over', () => {
    const session = aSession();
    session.end(later(1_000));
    session.end(later(2_000));
    expect(session.toState().endedAt).to.deep.equal(later(1_000));
    expect(session.rotate('r1', 'r2', later(2_000))).to.equal(false);
  });
});
