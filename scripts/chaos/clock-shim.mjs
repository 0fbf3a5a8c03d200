/** Loaded before the shop by a process whose clock is to be wrong: `CHAOS_CLOCK_MS` is how far, forwards or back. */
const SHIFT = Number(process.env.CHAOS_CLOCK_MS ?? 0);
const RightDate = Date;

globalThis.Date = class Date extends RightDate {
  constructor(...args) {
    if (args.length === 0) super(RightDate.now() + SHIFT);
    else super(...args);
  }

  static now() {
    return RightDate.now() + SHIFT;
  }
};
