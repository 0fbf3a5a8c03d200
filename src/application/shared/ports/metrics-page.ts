/** What this process has counted and measured, together with its sister processes on this machine; nothing in it is about a person. */
export interface MetricsPage {
  readonly contentType: string;
  /** In the text format of Prometheus. Answers within two seconds, also when the database does not. */
  text(): Promise<string>;
}
