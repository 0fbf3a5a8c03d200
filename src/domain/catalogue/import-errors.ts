import { DomainError } from '../shared/domain-error.js';

/** Nothing of the file was taken: it cannot be read as what it is said to be. `line` is where that was found out. */
export class UnreadableFile extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'import.unreadable_file';

  constructor(message: string, line?: number) {
    super(line === undefined ? message : `Line ${line}: ${message}`, {
      errors: [{ path: 'file', code: 'format', message, ...(line === undefined ? {} : { line }) }],
    });
  }
}

export class ImportNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'import.not_found';

  constructor() {
    super('There is no such import');
  }
}

/** One file at a time goes into the catalogue. */
export class ImportRunning extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'import.running';
  /** Seconds. */
  readonly retryAfter = 20;

  constructor() {
    super('Another import is running, or was cut off a moment ago: try again when it has ended');
  }
}
