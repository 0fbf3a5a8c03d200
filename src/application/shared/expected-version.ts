import { PreconditionFailed, StaleVersion } from './errors.js';

/** The version that a client has read, as it told: in the body, or as a condition of the request. Nothing told: the last write wins. */
export interface ExpectedVersion {
  readonly version?: number | undefined;
  /** One of these has to be the current one; an empty list: none will do. */
  readonly ifMatch?: readonly number[] | undefined;
}

/** @throws PreconditionFailed @throws StaleVersion */
export function refuseStale(resource: string, current: number, { version, ifMatch }: ExpectedVersion): void {
  if (ifMatch && !ifMatch.includes(current)) throw new PreconditionFailed(resource, current);
  if (version !== undefined && version !== current) throw new StaleVersion(resource, current);
}
