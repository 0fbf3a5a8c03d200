import { expect } from 'chai';
import { BadConfiguration, readConfig, type Environment } from '../../../src/infrastructure/config/config.js';

const STRONG = 'kJ8f2mQz71-xV0pLr9Tn4Ws6Yb3Hd5Gc';
const PRODUCTION = { NODE_ENV: 'production', JWT_SECRET: STRONG };

const refusalOf = (env: Environment): string => {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).to.be.instanceOf(BadConfiguration);
    return (error as Error).message;
  }
  throw new Error('these settings were accepted');
};

describe('Reading the settings', () => {
  it('gives a shop that works on a laptop when nothing is set', () => {
    const config = readConfig({});

    expect(config).to.include({
      port: 8000,
      host: '127.0.0.1',
      currency: 'USD',
      databaseUrl: null,
      orderExpiryMinutes: 15,
      newForDays: 30,
      gatewayQuestionsAtOnce: 8,
      cookieSecure: false,
    });
    expect(config.paymentGateways).to.deep.equal(['fake', 'cod']);
    expect(config.shippingRates).to.deep.equal([
      { code: 'standard', price: '0' },
      { code: 'express', price: '9.90' },
    ]);
  });

  it('does not start in production without a secret, and says which (SEC-08)', () => {
    expect(refusalOf({ NODE_ENV: 'production' })).to.contain('JWT_SECRET');
  });

  for (const secret of ['secret', 'changeme', 'password123', 'a'.repeat(64), 'short-but-random-9f8']) {
    it(`refuses a secret that is easy to guess and never shows it: ${secret.slice(0, 12)} (SEC-08)`, () => {
      const message = refusalOf({ NODE_ENV: 'production', JWT_SECRET: secret });

      expect(message).to.contain('JWT_SECRET');
      expect(message).to.not.contain(secret);
    });
  }

  it('has no fake gateway in production unless it is named', () => {
    expect(readConfig(PRODUCTION).paymentGateways).to.deep.equal(['cod']);
    expect(readConfig({ ...PRODUCTION, PAYMENT_GATEWAYS: 'fake,cod' }).paymentGateways).to.deep.equal(['fake', 'cod']);
  });

  it('reads the keys of Razorpay only when it is named, and asks for each of them', () => {
    expect(readConfig({ RAZORPAY_KEY_ID: 'rzp_test_1' }).razorpay).to.be.null;
    const missing = refusalOf({ PAYMENT_GATEWAYS: 'razorpay', RAZORPAY_KEY_SECRET: 'hush' });
    expect(missing).to.contain('RAZORPAY_KEY_ID').and.contain('RAZORPAY_WEBHOOK_SECRET').and.not.contain('hush');
    const KEYS = { RAZORPAY_KEY_ID: 'rzp_test_1', RAZORPAY_KEY_SECRET: 'hush', RAZORPAY_WEBHOOK_SECRET: 'quiet' };
    expect(readConfig({ PAYMENT_GATEWAYS: 'cod,razorpay', ...KEYS }).razorpay).to.deep.equal({
      keyId: 'rzp_test_1',
      keySecret: 'hush',
      webhookSecret: 'quiet',
      capture: 'automatic',
      apiUrl: 'https://api.razorpay.com',
    });
    const elsewhere = refusalOf({ PAYMENT_GATEWAYS: 'razorpay', ...KEYS, RAZORPAY_API_URL: 'https://elsewhere.example' });
    expect(elsewhere).to.contain('RAZORPAY_API_URL').and.not.contain('elsewhere');
  });

  it('reads the keys of PayPal only when it is named, and asks for each of them', () => {
    expect(readConfig({ PAYPAL_CLIENT_ID: 'A1' }).paypal).to.be.null;
    const missing = refusalOf({ PAYMENT_GATEWAYS: 'paypal', PAYPAL_CLIENT_SECRET: 'hush' });
    expect(missing).to.contain('PAYPAL_CLIENT_ID').and.contain('PAYPAL_WEBHOOK_ID').and.not.contain('hush');
    const KEYS = { PAYPAL_CLIENT_ID: 'A1', PAYPAL_CLIENT_SECRET: 'hush', PAYPAL_WEBHOOK_ID: 'W1' };
    const sandbox = 'https://api-m.sandbox.paypal.com';
    expect(readConfig({ PAYMENT_GATEWAYS: 'paypal', ...KEYS, PAYPAL_API_URL: `${sandbox}/` }).paypal).to.include({ apiUrl: sandbox });
    expect(readConfig({ PAYMENT_GATEWAYS: 'paypal', ...KEYS, PAYPAL_CAPTURE: 'manual' }).paypal).to.deep.equal({
      clientId: 'A1',
      clientSecret: 'hush',
      webhookId: 'W1',
      capture: 'manual',
      apiUrl: 'https://api-m.paypal.com',
    });
    const onThisMachine = { ...PRODUCTION, PAYMENT_GATEWAYS: 'paypal', ...KEYS, PAYPAL_API_URL: 'http://127.0.0.1:9999' };
    expect(refusalOf(onThisMachine), 'in production').to.contain('PAYPAL_API_URL');
  });

  it('limits cash on delivery by amount and country only when it is told to', () => {
    expect(readConfig({})).to.include({ codMax: null, codCountries: null });
    const { codMax, codCountries } = readConfig({ COD_MAX: '99.50', COD_COUNTRIES: 'US, IN' });
    expect([codMax, codCountries]).to.deep.equal(['99.50', ['US', 'IN']]);
  });

  it('wants the secrets of Stripe only when Stripe is taken, in their form, and never shows them (PAY-18)', () => {
    expect(readConfig({}).stripe).to.equal(null);
    expect(refusalOf({ PAYMENT_GATEWAYS: 'stripe' }))
      .to.contain('STRIPE_SECRET_KEY')
      .and.contain('STRIPE_WEBHOOK_SECRET');

    const [secretKey, webhookSecret] = ['sk_test_4eC39HqLyjW', 'whsec_9a1f0b'];
    const stripe = { PAYMENT_GATEWAYS: 'stripe', STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret };
    expect(readConfig(stripe).stripe).to.deep.equal({ secretKey, webhookSecret, capture: 'automatic', apiUrl: 'https://api.stripe.com' });
    expect(readConfig({ ...stripe, STRIPE_CAPTURE: 'manual' }).stripe?.capture).to.equal('manual');

    const refusal = refusalOf({
      ...stripe,
      STRIPE_SECRET_KEY: 'pk_live_51Hq0dZ',
      STRIPE_WEBHOOK_SECRET: '9a1f0b',
      STRIPE_CAPTURE: 'later',
    });
    for (const name of ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET', 'STRIPE_CAPTURE']) expect(refusal).to.contain(name);
    expect(refusal).to.not.contain('51Hq0dZ').and.not.contain('9a1f0b');
  });

  it('sends the key of a shop to no machine but this one or Stripe', () => {
    const stripe = { PAYMENT_GATEWAYS: 'stripe', STRIPE_SECRET_KEY: 'sk_test_4eC39HqLyjW', STRIPE_WEBHOOK_SECRET: 'whsec_9a1f0b' };
    expect(readConfig({ ...stripe, STRIPE_API_URL: 'http://127.0.0.1:12111' }).stripe?.apiUrl).to.equal('http://127.0.0.1:12111');
    expect(refusalOf({ ...stripe, STRIPE_API_URL: 'https://stripe.example' })).to.contain('STRIPE_API_URL');
    expect(refusalOf({ ...stripe, ...PRODUCTION, PAYMENT_GATEWAYS: 'stripe', STRIPE_API_URL: 'http://localhost:1' })).to.contain(
      'STRIPE_API_URL',
    );
  });

  it('keeps cookies to TLS in production', () => {
    expect(readConfig(PRODUCTION).cookieSecure).to.equal(true);
  });

  it('names every bad setting at once', () => {
    const message = refusalOf({
      PORT: 'eighty',
      CURRENCY: 'dollars',
      RATE_LIMIT: 'maybe',
      SHIPPING_RATES: 'standard',
      PAYMENT_GATEWAYS: 'visa',
      LOG_LEVEL: 'loud',
    });

    for (const name of ['PORT', 'CURRENCY', 'RATE_LIMIT', 'SHIPPING_RATES', 'PAYMENT_GATEWAYS', 'LOG_LEVEL'])
      expect(message).to.contain(name);
  });

  for (const url of [
    'file:media',
    'file:///srv/media',
    's3://pictures',
    's3://pictures/shop?region=eu-central-1&endpoint=http://127.0.0.1:9000',
  ])
    it(`takes ${url} for a place for pictures`, () => expect(readConfig({ MEDIA_URL: url }).mediaUrl).to.equal(url));

  for (const [name, value] of [
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://shop.example/path'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['MAIL_FROM', 'shop@example.com\r\nBcc: all@example.com'],
    ['SMTP_URL', 'http://mail.example'],
    ['BCRYPT_COST', '4'],
    ['MEDIA_URL', 's3://'],
    ['MEDIA_URL', 's3://AKIA:secret@bucket'],
    ['MEDIA_URL', 's3://bucket?access_key=AKIA'],
    ['MEDIA_URL', 's3://bucket?endpoint=ftp://storage.example'],
    ['MEDIA_URL', 's3://bucket?endpoint=https://AKIA:secret@storage.example'],
    ['MEDIA_URL', 'https://storage.example/bucket'],
    ['COD_MAX', '-5'],
    ['COD_COUNTRIES', 'US,Ireland'],
    ['MEDIA_URL', 'file://host/media'],
    ['MEDIA_URL', 'file://'],
    ['ADMIN_EMAIL', 'boss@example.com'],
  ] as const) {
    it(`refuses ${name}=${JSON.stringify(value)}`, () => {
      expect(refusalOf({ [name]: value })).to.match(new RegExp(name === 'ADMIN_EMAIL' ? 'ADMIN_PASSWORD' : name));
    });
  }

  it('counts in this process, together in PostgreSQL with several, and in Redis where there is one', () => {
    expect(readConfig({}).rateLimitStore).to.equal('memory');
    expect(readConfig({ WEB_CONCURRENCY: '4' }).rateLimitStore).to.equal('postgres');
    expect(readConfig({ WEB_CONCURRENCY: '4', REDIS_URL: 'redis://10.0.0.5:6379' }).rateLimitStore).to.equal('redis');
    expect(readConfig({ RATE_LIMIT_STORE: 'postgres', REDIS_URL: 'redis://10.0.0.5:6379' }).rateLimitStore).to.equal('postgres');
    expect(refusalOf({ RATE_LIMIT_STORE: 'redis' })).to.contain('REDIS_URL');
    expect(refusalOf({ REDIS_URL: 'http://10.0.0.5' })).to.contain('REDIS_URL');
  });

  it('takes other quotas for known rules and no others', () => {
    expect(readConfig({ RATE_LIMITS: 'public:12000,money-account:60' }).rateLimits).to.deep.equal({ public: 12_000, 'money-account': 60 });
    for (const RATE_LIMITS of ['public', 'public:0', 'public:-1', 'everything:5', 'constructor:5'])
      expect(refusalOf({ RATE_LIMITS }), RATE_LIMITS).to.contain('RATE_LIMITS');
  });

  it('trusts so many proxies or those of these networks (SEC-06)', () => {
    const trusted = (TRUST_PROXY: string) => readConfig({ TRUST_PROXY }).trustProxy;
    expect([trusted(''), trusted('0'), trusted('2')]).to.deep.equal([0, 0, 2]);
    expect(trusted('10.0.0.0/8, 2001:db8::/32,192.0.2.7')).to.deep.equal(['10.0.0.0/8', '2001:db8::/32', '192.0.2.7']);
    for (const TRUST_PROXY of ['11', '-1', 'true', 'all', '10.0.0.0/33', '10.0.0.0/8/8', '1,10.0.0.1', 'proxy.example'])
      expect(refusalOf({ TRUST_PROXY }), TRUST_PROXY).to.contain('TRUST_PROXY');
  });
});
