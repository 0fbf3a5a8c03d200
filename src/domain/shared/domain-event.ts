/** Something that happened, as plain data that goes to `jsonb` and back: no entities, no secrets, no card data. */
export interface DomainEvent<Type extends string = string, Payload extends object = object> {
  /** `noun.past_tense`, for instance `order.confirmed`. */
  readonly type: Type;
  readonly aggregateId: string;
  readonly occurredAt: Date;
  readonly payload: Payload;
}
