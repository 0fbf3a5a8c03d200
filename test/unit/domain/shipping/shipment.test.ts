import { expect } from 'chai';
import { id, type AccountId } from '../../../../src/domain/shared/ids.js';
import { IllegalShipmentTransition } from '../../../../src/domain/shipping/shipment-errors.js';
import { MAY_BECOME, type ShipmentStatus } from '../../../../src/domain/shipping/shipment-state.js';
import { Shipment } from '../../../../src/domain/shipping/shipment.js';
import { aShipment } from '../../../support/builders/a-shipment.js';

const CLERK = id<AccountId>('clerk');
const LATER = new Date('2026-03-02T08:30:00.000Z');
const STATUSES = Object.keys(MAY_BECOME) as ShipmentStatus[];
/** RULES.md, once more and by hand: what the table says is what was agreed. */
const AGREED: readonly string[] = [
  'pending → processing',
  'processing → shipped',
  'shipped → delivered',
  'pending → shipped',
  'pending → cancelled',
  'processing → cancelled',
  'shipped → returned',
  'delivered → returned',
];

const shipmentThatIs = (status: ShipmentStatus): Shipment => Shipment.reconstitute({ ...aShipment().toState(), status }, 1);

describe('A shipment', () => {
  for (const from of STATUSES) {
    for (const to of STATUSES.filter((status) => status !== from)) {
      const isAgreed = AGREED.includes(`${from} → ${to}`);
      it(`${isAgreed ? 'may' : 'may not'} go from ${from} to ${to} (ORD-11)`, () => {
        const shipment = shipmentThatIs(from);
        if (isAgreed) {
          shipment.advance(to, {}, CLERK, LATER);
          expect(shipment.status).to.equal(to);
        } else {
          expect(() => shipment.advance(to, {}, CLERK, LATER)).to.throw(IllegalShipmentTransition);
          expect(shipment.toState()).to.deep.equal(shipmentThatIs(from).toState());
        }
      });
    }
  }

  it('says where it went when it leaves the house', () => {
    const shipment = aShipment();
    shipment.advance('shipped', { carrier: 'UPS', trackingNumber: '1Z 999' }, CLERK, LATER);
    const { id: aggregateId, orderId } = shipment.toState();

    expect(shipment.pullEvents()).to.deep.equal([
      {
        type: 'shipment.shipped',
        aggregateId,
        occurredAt: LATER,
        payload: { orderId, carrier: 'UPS', trackingNumber: '1Z 999', trackingUrl: 'https://www.ups.com/track?tracknum=1Z%20999' },
      },
    ]);
  });

  it('takes a better tracking number without being shipped again', () => {
    const shipment = aShipment();
    shipment.advance('shipped', { carrier: 'UPS', trackingNumber: 'typo' }, CLERK, LATER);
    shipment.pullEvents();
    shipment.advance('shipped', { trackingNumber: '1Z999' }, CLERK, LATER);

    expect(shipment.toState()).to.include({ status: 'shipped', carrier: 'UPS', trackingNumber: '1Z999' });
    expect(shipment.pullEvents()).to.deep.equal([]);
    expect(shipment.toState().history).to.have.lengthOf(3);
  });

  it('does not change when it is told what it is', () => {
    const shipment = aShipment();
    const before = shipment.toState();
    shipment.advance('pending', {}, CLERK, LATER);
    expect(shipment.toState()).to.equal(before);
  });

  it('remembers who moved it, when, from where and to where (ORD-20)', () => {
    const shipment = aShipment();
    shipment.advance('processing', {}, null, LATER);
    shipment.advance('shipped', { carrier: 'DHL' }, CLERK, LATER);

    expect(shipment.toState().history.map(({ from, to, by, carrier }) => ({ from, to, by, carrier }))).to.deep.equal([
      { from: null, to: 'pending', by: null, carrier: null },
      { from: 'pending', to: 'processing', by: null, carrier: null },
      { from: 'processing', to: 'shipped', by: CLERK, carrier: 'DHL' },
    ]);
  });
});
