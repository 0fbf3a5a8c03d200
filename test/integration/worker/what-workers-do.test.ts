import { expect } from 'chai';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { runJobs } from '../../support/run-jobs.js';
import { signUp } from '../../support/sign-in.js';
import { startShop } from '../../support/shop.js';

describe('What workers do', () => {
  const shop = startShop();

  it('has a handler of its own name for each effect: queued jobs carry it', () => {
    const names = shop.container.getAll(TOKENS.eventHandler).map(({ name }) => name);

    expect(names).to.have.length.greaterThan(10);
    expect(new Set(names).size).to.equal(names.length);
  });

  for (const name of [
    'expire-unpaid-orders',
    'resume-unfinished-checkouts',
    'apply-parked-events',
    'deliver-fake-webhooks',
    'forget-old-requests',
    'forget-spent-secrets',
    'forget-old-mails',
    'forget-old-events',
    'forget-orphaned-images',
    'index-unknown-pictures',
  ]) {
    it(`is on the timetable, and can be done by two at once: ${name}`, async () => {
      const duty = shop.container.get(TOKENS.duties).find((other) => other.name === name);
      if (!duty) throw new Error('Nobody does it');
      await Promise.all([duty.run(), duty.run()]);

      expect(duty.everySeconds).to.be.greaterThan(0);
    });
  }

  it('forgets what has been worthless for long, and nothing that is still good', async () => {
    const [gone, here] = [await signUp(shop), await signUp(shop, { isVerified: false })];
    await here.client.post('/api/account/verify-request');
    await runJobs(shop);
    await shop
      .knex('sessions')
      .where({ id: gone.sessionId })
      .update({ ended_at: shop.knex.raw(`now() - interval '31 days'`) });
    await shop.knex('sent_mails').insert([
      { key: 'old', claimed_until: new Date(0), sent_at: shop.knex.raw(`now() - interval '91 days'`) },
      { key: 'failing', claimed_until: new Date(0), sent_at: null },
    ]);
    await shop.knex('processed_events').insert([
      { handler: 'any', event_id: gone.accountId, processed_at: shop.knex.raw(`now() - interval '91 days'`) },
      { handler: 'any', event_id: here.accountId },
    ]);
    for (const duty of shop.container.get(TOKENS.duties)) await duty.run();

    expect(await shop.knex('sessions').pluck('id')).to.deep.equal([here.sessionId]);
    expect(await shop.knex('mail_tokens').pluck('account_id')).to.deep.equal([here.accountId]);
    expect(await shop.knex('sent_mails').pluck('key'))
      .to.include('failing')
      .and.not.to.include('old');
    expect(await shop.knex('processed_events').where({ handler: 'any' }).pluck('event_id')).to.deep.equal([here.accountId]);
  });
});
