/** Where this process is in its life; readiness and the drain look at it. */
export class ShopState {
  /** The demo shop is in, or there is none to load. */
  isLoaded = true;
  /** SIGTERM has come: answers say `Connection: close`, readiness says no. */
  isDraining = false;
  readonly #listeners = new Set<() => void>();

  /** Tells the relay of this process that events were committed. */
  announceEvents = (): void => {
    for (const listener of this.#listeners) listener();
  };

  onEvents(listener: () => void): void {
    this.#listeners.add(listener);
  }
}
