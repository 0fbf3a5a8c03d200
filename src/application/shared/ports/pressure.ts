/** How hard it is for this process to keep up. */
export interface Pressure {
  /** How late it comes to what it has planned, for some time now. */
  lagMs(): number;
  /** How long whoever waits longest for a connection to the database has waited. */
  databaseWaitMs(): number;
}
