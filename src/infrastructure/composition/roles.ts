/** What a process is for. */
export interface Roles {
  readonly answersRequests: boolean;
  readonly runsJobs: boolean;
}
