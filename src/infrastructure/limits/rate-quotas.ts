export interface Quota {
  readonly points: number;
  /** How long they last, from the first that is taken. */
  readonly seconds: number;
  /**
   * Whether every single one is counted where all processes see it before it is let through. What costs little is counted in each
   * process and told to the others in sums, so a little more than the quota may get through when many processes answer at once.
   */
  readonly isExact?: boolean;
}

export type Quotas = Readonly<Record<string, Quota>>;

const MINUTE = 60;

/**
 * So much that nobody meets it who shops, even behind an address that many share, and little to whoever runs through a list. Guessing
 * passwords is slowed down far earlier, by the guard. Those that end in `-account` count what one account does, wherever it is.
 */
export const QUOTAS = {
  login: { points: 300, seconds: MINUTE, isExact: true },
  register: { points: 120, seconds: MINUTE, isExact: true },
  'forgot-password': { points: 60, seconds: MINUTE, isExact: true },
  public: { points: 6_000, seconds: MINUTE },
  personal: { points: 3_000, seconds: MINUTE },
  'personal-account': { points: 1_200, seconds: MINUTE },
  money: { points: 600, seconds: MINUTE },
  'money-account': { points: 120, seconds: MINUTE },
  uploads: { points: 300, seconds: MINUTE },
  'uploads-account': { points: 120, seconds: MINUTE },
  webhooks: { points: 6_000, seconds: MINUTE },
} as const satisfies Quotas;

/** The quotas with some of them changed; what is not named stays as it is. */
export function quotasWith(changed: Readonly<Record<string, number>>): Quotas {
  const standard: Quotas = QUOTAS;
  return Object.fromEntries(Object.entries(standard).map(([rule, quota]) => [rule, { ...quota, points: changed[rule] ?? quota.points }]));
}
