import { string } from 'yup';

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** A moment of a request in RFC 3339, with its offset from UTC: without one nobody knows when it is. */
export const momentField = () =>
  string().test('moment', '${path} must be a time such as 2026-01-31T09:30:00Z', (value) => {
    if (value === undefined || value === null) return true;
    return MOMENT.test(value) && !Number.isNaN(Date.parse(value));
  });

/** What a `momentField` holds; to the millisecond, and nothing said stays nothing. */
export function momentOf(given: string | null): Date | null;
export function momentOf(given: string | null | undefined): Date | null | undefined;
export function momentOf(given: string | null | undefined): Date | null | undefined {
  return typeof given === 'string' ? new Date(given) : given;
}
