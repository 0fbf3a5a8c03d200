import type { ImageSweeps } from '../../../application/catalogue/ports/image-sweeps.js';
import type { Sql } from '../shared/sql.js';

/** A little less than a day, so that the turn does not wander round the clock. */
const BEGIN = {
  name: 'image_sweeps.begin',
  text: `insert into image_sweeps as last (begun_at) values ($1)
    on conflict (is_only) do update set begun_at = excluded.begun_at where last.begun_at < excluded.begun_at - interval '23 hours'
    returning is_only`,
};

export class SqlImageSweeps implements ImageSweeps {
  constructor(private readonly sql: Sql) {}

  async begin(at: Date): Promise<boolean> {
    return (await this.sql.query(BEGIN, [at])).length > 0;
  }
}
