import { isIP } from 'node:net';
import { QUOTAS } from '../limits/rate-quotas.js';

/** The shop's settings, read and checked once at the start. Names and defaults are those of the settings table in the README. */
export interface Config {
  readonly environment: 'development' | 'production' | 'test';
  readonly port: number;
  readonly host: string;
  /** How many processes answer requests; more than one stand under a parent. */
  readonly workers: number;
  /** Null: the embedded PostgreSQL under `dataDir`. */
  readonly databaseUrl: string | null;
  /** Past a pooler, for LISTEN; null: the same as `databaseUrl`. */
  readonly databaseDirectUrl: string | null;
  /** A streaming replica for reads of the catalogue; null: everything is read from the primary. */
  readonly databaseReplicaUrl: string | null;
  /** How far behind the replica may be before it is left alone. */
  readonly replicaMaxLagMs: number;
  readonly dataDir: string;
  /** Null: made once and kept in `dataDir`. */
  readonly jwtSecret: string | null;
  /** Without a trailing slash; null: `http://127.0.0.1:PORT`. */
  readonly publicUrl: string | null;
  readonly frontendUrl: string | null;
  readonly corsOrigins: readonly string[];
  readonly cookieSecure: boolean;
  /** Whose `X-Forwarded-For` is believed: so many proxies before us, or those at these addresses and networks; 0: nobody's. */
  readonly trustProxy: number | readonly string[];
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  readonly shopName: string;
  /** ISO 3166 alpha-2. */
  readonly shopCountry: string;
  /** `file:` and a folder, or `s3://bucket/folder?region=…&endpoint=…`; null: `dataDir/media`. */
  readonly mediaUrl: string | null;
  /** ISO 4217. */
  readonly currency: string;
  /** `code:price` pairs with prices in major units, as given. */
  readonly shippingRates: readonly { readonly code: string; readonly price: string }[];
  readonly paymentGateways: readonly string[];
  /** What the fake gateway signs its webhooks with; null: made once and kept in `dataDir`. */
  readonly fakeGatewaySecret: string | null;
  /** Null unless PAYMENT_GATEWAYS names it. */
  readonly stripe: StripeConfig | null;
  /** Null unless PAYMENT_GATEWAYS names it. */
  readonly razorpay: RazorpayConfig | null;
  /** Null unless PAYMENT_GATEWAYS names it. */
  readonly paypal: PayPalConfig | null;
  /** The largest order that may be paid at the door, in major units; null: any. */
  readonly codMax: string | null;
  /** ISO 3166 alpha-2 codes of the countries where one may; null: everywhere. */
  readonly codCountries: readonly string[] | null;
  readonly orderExpiryMinutes: number;
  /** How long a product is new after it was published first. */
  readonly newForDays: number;
  /** How many payments without an answer one gateway is asked about side by side. */
  readonly gatewayQuestionsAtOnce: number;
  readonly requireVerifiedEmail: boolean;
  readonly bcryptCost: number;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  readonly rateLimit: boolean;
  /** The collector of traces, without `/v1/traces`; null: nothing is traced. */
  readonly traceEndpoint: string | null;
  /** Whoever sends it as a bearer token may read `/metrics`; null: whoever is near. */
  readonly metricsToken: string | null;
  /** Where processes count together. */
  readonly rateLimitStore: 'memory' | 'postgres' | 'redis';
  /** By rule, a minute, where it is not the standard one. */
  readonly rateLimits: Readonly<Record<string, number>>;
  readonly redisUrl: string | null;
  /** Passwords that are hashed at once, and that may wait for it. */
  readonly hashing: { readonly atOnce: number; readonly waiting: number };
  /** Of one process; what is more is closed unread. 0 for each address: any number. */
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  /** Forms with files that are read at once. */
  readonly uploadsAtOnce: number;
  /** Where a process begins to refuse what can wait. */
  readonly shedding: { readonly inFlight: number; readonly lagMs: number };
  /** Of ready answers about the catalogue that one process keeps; 0: none. */
  readonly answerCacheMegabytes: number;
  /** Whether a new embedded database is filled with the demo shop. */
  readonly demo: boolean;
  readonly admin: { readonly email: string; readonly password: string } | null;
}

interface StripeConfig {
  readonly secretKey: string;
  readonly webhookSecret: string;
  readonly capture: 'automatic' | 'manual';
  readonly apiUrl: string;
}

interface RazorpayConfig {
  readonly keyId: string;
  readonly keySecret: string;
  readonly webhookSecret: string;
  readonly capture: 'automatic' | 'manual';
  /** Without a trailing slash. */
  readonly apiUrl: string;
}

interface PayPalConfig {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly webhookId: string;
  readonly capture: 'automatic' | 'manual';
  /** Without a trailing slash. */
  readonly apiUrl: string;
}

/** Says which settings are wrong and why; never shows a value, since it may be a secret. */
export class BadConfiguration extends Error {
  constructor(faults: readonly string[]) {
    super(`The shop cannot start with these settings:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'BadConfiguration';
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const LIMIT_STORES = ['memory', 'postgres', 'redis'] as const;
const RATE_RULES = Object.keys(QUOTAS);
const KNOWN_GATEWAYS = ['fake', 'cod', 'stripe', 'razorpay', 'paypal'] as const;
const WEAK_SECRETS = /^(secret|changeme|change-me|password|portico|test|default|jwt[-_]?secret)+\d*$/i;
const MIN_SECRET_BYTES = 32;

const parseUrl = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

class Reader {
  readonly faults: string[] = [];

  constructor(private readonly env: Environment) {}

  text(name: string): string | null {
    const value = this.env[name]?.trim();
    return value ? value : null;
  }

  whole(name: string, standard: number, min: number, max: number): number {
    const value = this.text(name);
    if (value === null) return standard;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
    if (number >= min && number <= max) return number;
    this.faults.push(`${name} must be a whole number from ${min} to ${max}`);
    return standard;
  }

  flag(name: string, standard: boolean): boolean {
    const value = this.text(name)?.toLowerCase();
    if (value === undefined) return standard;
    if (['on', 'true', '1', 'yes'].includes(value)) return true;
    if (['off', 'false', '0', 'no'].includes(value)) return false;
    this.faults.push(`${name} must be on or off`);
    return standard;
  }

  oneOf<Value extends string>(name: string, standard: Value, allowed: readonly Value[]): Value {
    const value = this.text(name);
    if (value === null) return standard;
    const found = allowed.find((known) => known === value);
    if (found === undefined) this.faults.push(`${name} must be one of ${allowed.join(', ')}`);
    return found ?? standard;
  }

  matching(name: string, pattern: RegExp, form: string): string | null;
  matching(name: string, pattern: RegExp, form: string, standard: string): string;
  matching(name: string, pattern: RegExp, form: string, standard: string | null = null): string | null {
    const value = this.text(name);
    if (value === null) return standard;
    if (!pattern.test(value)) this.faults.push(`${name} must be ${form}`);
    return value;
  }

  url(name: string, protocols: readonly string[]): string | null {
    const value = this.text(name);
    if (value === null) return null;
    const url = parseUrl(value);
    if (!url || !protocols.includes(url.protocol))
      this.faults.push(`${name} must be an address that begins with ${protocols.join(' or ')}//`);
    return value;
  }

  /** A secret of a gateway that is named. */
  required(name: string, gateway: string): string {
    const secret = this.text(name);
    if (secret === null) this.faults.push(`${name} is required when PAYMENT_GATEWAYS names ${gateway}`);
    return secret ?? '';
  }

  /** The keys of the shop go wherever this points: to the provider, or in tests to this machine. */
  providerUrl(name: string, addresses: readonly [string, ...string[]], isProduction: boolean): string {
    const url = withoutSlash(this.text(name)) ?? addresses[0];
    const isHere = !isProduction && /^http:\/\/(127\.0\.0\.1|localhost)(:\d{1,5})?$/.test(url);
    if (!isHere && !addresses.includes(url)) this.faults.push(`${name} must be one of ${addresses.join(', ')}`);
    return url;
  }

  list(name: string, standard: string): readonly string[] {
    return (this.env[name] ?? standard)
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }
}

const withoutSlash = (url: string | null): string | null => url?.replace(/\/+$/, '') ?? null;

/** @throws BadConfiguration that names every bad or missing setting at once. */
export function readConfig(env: Environment): Config {
  const read = new Reader(env);
  const environment = read.oneOf('NODE_ENV', 'development', ['development', 'production', 'test'] as const);
  const isProduction = environment === 'production';

  const publicUrl = withoutSlash(read.url('PUBLIC_URL', ['http:', 'https:']));
  const config: Config = {
    environment,
    port: read.whole('PORT', 8000, 0, 65_535),
    host: read.text('HOST') ?? '127.0.0.1',
    workers: read.whole('WEB_CONCURRENCY', 1, 1, 64),
    databaseUrl: read.url('DATABASE_URL', ['postgres:', 'postgresql:']),
    databaseDirectUrl: read.url('DATABASE_DIRECT_URL', ['postgres:', 'postgresql:']),
    databaseReplicaUrl: read.url('DATABASE_REPLICA_URL', ['postgres:', 'postgresql:']),
    replicaMaxLagMs: read.whole('DATABASE_REPLICA_MAX_LAG_MS', 1_000, 100, 60_000),
    dataDir: read.text('DATA_DIR') ?? './.data',
    jwtSecret: secretFrom(read, isProduction),
    publicUrl,
    frontendUrl: withoutSlash(read.url('FRONTEND_URL', ['http:', 'https:'])),
    corsOrigins: originsFrom(read),
    cookieSecure: read.flag('COOKIE_SECURE', isProduction),
    trustProxy: proxiesFrom(read),
    smtpUrl: read.url('SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: read.matching('MAIL_FROM', /^[^\r\n]*@[^\r\n]+$/, 'an e-mail address, with or without a name', 'shop@portico.example'),
    shopName: read.matching('SHOP_NAME', /^[^\r\n]{1,80}$/, 'at most 80 characters on one line', 'Portico'),
    shopCountry: read.matching('SHOP_COUNTRY', /^[A-Z]{2}$/, 'a two-letter country code such as US', 'US'),
    mediaUrl: mediaUrlFrom(read),
    currency: read.matching('CURRENCY', /^[A-Z]{3}$/, 'a three-letter currency code such as USD', 'USD'),
    shippingRates: ratesFrom(read),
    paymentGateways: gatewaysFrom(read, isProduction),
    fakeGatewaySecret: read.text('FAKE_GATEWAY_SECRET'),
    stripe: stripeFrom(read, isProduction),
    razorpay: razorpayFrom(read, isProduction),
    paypal: payPalFrom(read, isProduction),
    codMax: read.matching('COD_MAX', /^\d{1,9}(?:\.\d{1,4})?$/, 'an amount such as 250 or 99.50'),
    codCountries: countriesFrom(read),
    orderExpiryMinutes: read.whole('ORDER_EXPIRY_MINUTES', 15, 1, 10_080),
    newForDays: read.whole('NEW_FOR_DAYS', 30, 1, 3_650),
    gatewayQuestionsAtOnce: read.whole('GATEWAY_QUESTIONS_AT_ONCE', 8, 1, 64),
    requireVerifiedEmail: read.flag('REQUIRE_VERIFIED_EMAIL', false),
    bcryptCost: read.whole('BCRYPT_COST', 12, environment === 'test' ? 4 : 10, 15),
    logLevel: read.oneOf('LOG_LEVEL', environment === 'test' ? 'silent' : 'info', LOG_LEVELS),
    rateLimit: read.flag('RATE_LIMIT', true),
    traceEndpoint: read.url('OTEL_EXPORTER_OTLP_ENDPOINT', ['http:', 'https:']),
    metricsToken: read.matching('METRICS_TOKEN', /^[\x21-\x7e]{16,}$/, 'at least 16 visible characters'),
    rateLimitStore: limitStoreFrom(read),
    rateLimits: rateLimitsFrom(read),
    redisUrl: read.url('REDIS_URL', ['redis:', 'rediss:']),
    hashing: { atOnce: read.whole('BCRYPT_CONCURRENCY', 2, 1, 64), waiting: read.whole('BCRYPT_QUEUE', 64, 0, 10_000) },
    maxConnections: read.whole('MAX_CONNECTIONS', 4_096, 1, 1_000_000),
    maxConnectionsPerAddress: read.whole('MAX_CONNECTIONS_PER_ADDRESS', 512, 0, 1_000_000),
    uploadsAtOnce: read.whole('UPLOADS_AT_ONCE', 4, 1, 1_000),
    shedding: {
      inFlight: read.whole('SHED_IN_FLIGHT', 512, 1, 1_000_000),
      lagMs: read.whole('SHED_LAG_MS', environment === 'test' ? 60_000 : 400, 10, 60_000),
    },
    answerCacheMegabytes: read.whole('ANSWER_CACHE_MB', 32, 0, 4_096),
    demo: read.flag('DEMO', true),
    admin: adminFrom(read),
  };
  if (read.faults.length > 0) throw new BadConfiguration(read.faults);
  return config;
}

function secretFrom(read: Reader, isProduction: boolean): string | null {
  const secret = read.text('JWT_SECRET');
  if (secret === null) {
    if (isProduction) read.faults.push('JWT_SECRET is required in production: at least 32 random characters');
    return null;
  }
  if (Buffer.byteLength(secret) < MIN_SECRET_BYTES || WEAK_SECRETS.test(secret) || new Set(secret).size < 8) {
    read.faults.push('JWT_SECRET is too easy to guess: at least 32 random characters are needed');
  }
  return secret;
}

const FOLDER = /^file:(?:\/\/\/[^/]|(?!\/\/).)/;
const BUCKET = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[\w!.*'()/-]*)?(?:\?[^\s#]*)?$/;

/** Keys have no place in it: addresses are shown and logged. */
function mediaUrlFrom(read: Reader): string | null {
  const place = read.text('MEDIA_URL');
  if (place === null || FOLDER.test(place)) return place;
  const given = BUCKET.test(place) ? [...new URL(place).searchParams] : [['', '']];
  const isKnown = given.every(
    ([name, value = '']) =>
      (name === 'region' && /^[a-z0-9-]{1,40}$/.test(value)) ||
      (name === 'endpoint' && /^https?:$/.test(parseUrl(value)?.protocol ?? '') && parseUrl(value)?.username === ''),
  );
  if (!isKnown) {
    read.faults.push(
      'MEDIA_URL must be a folder as file:/path, or a bucket as s3://bucket/folder?region=eu-central-1&endpoint=https://storage.example (no keys in it)',
    );
  }
  return place;
}

const HOPS = /^\d{1,2}$/;
const MOST_HOPS = 10;

const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
};

function proxiesFrom(read: Reader): Config['trustProxy'] {
  const given = read.list('TRUST_PROXY', '0');
  const [first = '0'] = given;
  if (given.length <= 1 && HOPS.test(first) && Number(first) <= MOST_HOPS) return Number(first);
  if (!given.every(isNetwork)) {
    read.faults.push(
      `TRUST_PROXY must be how many proxies stand in front, up to ${MOST_HOPS}, or a comma list of their addresses, such as 10.0.0.0/8`,
    );
  }
  return given;
}

function limitStoreFrom(read: Reader): Config['rateLimitStore'] {
  const isAlone = (read.text('WEB_CONCURRENCY') ?? '1') === '1';
  const hasRedis = read.text('REDIS_URL') !== null;
  const store = read.oneOf('RATE_LIMIT_STORE', hasRedis ? 'redis' : isAlone ? 'memory' : 'postgres', LIMIT_STORES);
  if (store === 'redis' && !hasRedis) read.faults.push('REDIS_URL is required when RATE_LIMIT_STORE is redis');
  return store;
}

function rateLimitsFrom(read: Reader): Config['rateLimits'] {
  const given = read.list('RATE_LIMITS', '').map((item) => /^([a-z-]+):([1-9]\d{0,7})$/.exec(item));
  const known = given.flatMap((match) =>
    match?.[1] && match[2] && RATE_RULES.some((rule) => rule === match[1]) ? [[match[1], Number(match[2])] as const] : [],
  );
  if (known.length !== given.length) {
    read.faults.push(
      `RATE_LIMITS must be a comma list of rule:requests a minute, for instance public:12000; the rules are ${RATE_RULES.join(', ')}`,
    );
  }
  return Object.fromEntries(known);
}

function originsFrom(read: Reader): readonly string[] {
  const origins = read.list('CORS_ORIGINS', 'http://localhost:3000').map((origin) => origin.replace(/\/+$/, ''));
  if (origins.some((origin) => parseUrl(origin)?.origin !== origin)) {
    read.faults.push('CORS_ORIGINS must be a comma list of origins such as https://shop.example; * is not one');
  }
  return origins;
}

function ratesFrom(read: Reader): Config['shippingRates'] {
  const rates = read
    .list('SHIPPING_RATES', 'standard:0,express:9.90')
    .map((rate) => /^([a-z][a-z0-9_-]{0,30}):(\d+(?:\.\d+)?)$/.exec(rate));
  const parsed = rates.flatMap((match) => (match?.[1] && match[2] ? [{ code: match[1], price: match[2] }] : []));
  if (parsed.length !== rates.length || parsed.length === 0 || new Set(parsed.map(({ code }) => code)).size !== parsed.length) {
    read.faults.push('SHIPPING_RATES must be a comma list of code:price, for instance standard:0,express:9.90');
  }
  return parsed;
}

function countriesFrom(read: Reader): readonly string[] | null {
  const countries = read.list('COD_COUNTRIES', '');
  if (countries.some((country) => !/^[A-Z]{2}$/.test(country)))
    read.faults.push('COD_COUNTRIES must be a comma list of codes such as US,IN');
  return countries.length === 0 ? null : countries;
}

function gatewaysFrom(read: Reader, isProduction: boolean): readonly string[] {
  const gateways = read.list('PAYMENT_GATEWAYS', isProduction ? 'cod' : 'fake,cod');
  if (gateways.length === 0 || gateways.some((name) => !KNOWN_GATEWAYS.some((known) => known === name))) {
    read.faults.push(`PAYMENT_GATEWAYS must be a comma list of ${KNOWN_GATEWAYS.join(', ')}`);
  }
  return gateways;
}

function stripeFrom(read: Reader, isProduction: boolean): StripeConfig | null {
  if (!read.list('PAYMENT_GATEWAYS', '').includes('stripe')) return null;
  const secretKey = read.matching('STRIPE_SECRET_KEY', /^[rs]k_(test|live)_\w+$/, "a secret or restricted key of Stripe's (sk_… or rk_…)");
  const webhookSecret = read.matching('STRIPE_WEBHOOK_SECRET', /^whsec_\w+$/, 'the signing secret of a Stripe endpoint (whsec_…)');
  if (secretKey === null) read.faults.push('STRIPE_SECRET_KEY is required when PAYMENT_GATEWAYS names stripe');
  if (webhookSecret === null) read.faults.push('STRIPE_WEBHOOK_SECRET is required when PAYMENT_GATEWAYS names stripe');
  const capture = read.oneOf('STRIPE_CAPTURE', 'automatic', ['automatic', 'manual'] as const);
  const apiUrl = read.providerUrl('STRIPE_API_URL', ['https://api.stripe.com'], isProduction);
  return { secretKey: secretKey ?? '', webhookSecret: webhookSecret ?? '', capture, apiUrl };
}

const isNamed = (read: Reader, gateway: string): boolean => read.list('PAYMENT_GATEWAYS', '').includes(gateway);

function razorpayFrom(read: Reader, isProduction: boolean): RazorpayConfig | null {
  if (!isNamed(read, 'razorpay')) return null;
  return {
    keyId: read.required('RAZORPAY_KEY_ID', 'razorpay'),
    keySecret: read.required('RAZORPAY_KEY_SECRET', 'razorpay'),
    webhookSecret: read.required('RAZORPAY_WEBHOOK_SECRET', 'razorpay'),
    capture: read.oneOf('RAZORPAY_CAPTURE', 'automatic', ['automatic', 'manual'] as const),
    apiUrl: read.providerUrl('RAZORPAY_API_URL', ['https://api.razorpay.com'], isProduction),
  };
}

function payPalFrom(read: Reader, isProduction: boolean): PayPalConfig | null {
  if (!isNamed(read, 'paypal')) return null;
  return {
    clientId: read.required('PAYPAL_CLIENT_ID', 'paypal'),
    clientSecret: read.required('PAYPAL_CLIENT_SECRET', 'paypal'),
    webhookId: read.required('PAYPAL_WEBHOOK_ID', 'paypal'),
    capture: read.oneOf('PAYPAL_CAPTURE', 'automatic', ['automatic', 'manual'] as const),
    apiUrl: read.providerUrl('PAYPAL_API_URL', ['https://api-m.paypal.com', 'https://api-m.sandbox.paypal.com'], isProduction),
  };
}

function adminFrom(read: Reader): Config['admin'] {
  const email = read.text('ADMIN_EMAIL');
  const password = read.text('ADMIN_PASSWORD');
  if (email !== null && password !== null) return { email, password };
  if (email !== null) read.faults.push('ADMIN_PASSWORD is needed beside ADMIN_EMAIL');
  if (password !== null) read.faults.push('ADMIN_EMAIL is needed beside ADMIN_PASSWORD');
  return null;
}
