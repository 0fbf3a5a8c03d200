import { expect } from 'chai';
import type { ShipmentStatus } from '../../../../src/domain/shipping/shipment-state.js';
import { shippingStatusOf } from '../../../../src/domain/shipping/shipping-status.js';

const CASES: readonly (readonly [order: string, shipments: readonly ShipmentStatus[], expected: string])[] = [
  ['pending', [], 'pending'],
  ['confirmed', [], 'pending'],
  ['confirmed', ['pending'], 'pending'],
  ['confirmed', ['processing'], 'processing'],
  ['confirmed', ['processing', 'pending'], 'pending'],
  ['confirmed', ['shipped', 'pending'], 'partially_shipped'],
  ['confirmed', ['delivered', 'processing'], 'partially_shipped'],
  ['confirmed', ['shipped', 'delivered'], 'shipped'],
  ['confirmed', ['shipped', 'cancelled'], 'shipped'],
  ['confirmed', ['cancelled'], 'cancelled'],
  ['completed', ['delivered', 'delivered'], 'delivered'],
  ['completed', ['delivered', 'returned'], 'delivered'],
  ['completed', ['returned'], 'returned'],
  ['cancelled', ['pending'], 'cancelled'],
  ['cancelled', [], 'cancelled'],
  ['expired', [], 'cancelled'],
];

describe('The shipping status of an order', () => {
  for (const [order, shipments, expected] of CASES) {
    it(`is ${expected} when the order is ${order} and its shipments are [${shipments.join(', ')}]`, () => {
      expect(shippingStatusOf(order, shipments)).to.equal(expected);
    });
  }
});
