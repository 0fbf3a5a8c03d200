import { AggregatorRegistry } from 'prom-client';

/** One page of what several processes have counted: sums, and what all of them measure alike only once. */
export const mergedPage = (counts: readonly object[]): Promise<string> => AggregatorRegistry.aggregate([...counts]).metrics();
