/** Whether requests can be served: the database answers and is migrated, and the shop is loaded. */
export interface Readiness {
  check(): Promise<{ readonly ready: boolean; readonly checks: Readonly<Record<string, 'ok' | 'failing'>> }>;
}
