import { expect } from 'chai';
import { clientAddressBy, isProxyAmong, type TrustedProxies } from '../../../src/interfaces/http/shared/client-address.js';

describe('Whose request it is', () => {
  const CASES: readonly (readonly [what: string, trusted: TrustedProxies, socket: string, forwardedFor: string, address: string])[] = [
    ['nobody is believed without a proxy', 0, '192.0.2.1', '203.0.113.9', '192.0.2.1'],
    ['one proxy is believed, and nothing before it', 1, '10.0.0.1', '1.2.3.4, 203.0.113.9', '203.0.113.9'],
    ['two proxies are believed', 2, '10.0.0.1', '1.2.3.4, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
    ['a proxy that says nothing is itself', 1, '10.0.0.1', '', '10.0.0.1'],
    ['fewer than were expected', 3, '10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['what is no address is not believed', 1, '10.0.0.1', 'unknown', '10.0.0.1'],
    ['nor is a list of nothing', 1, '10.0.0.1', ' , ,', '10.0.0.1'],
    ['a port is left out', 1, '10.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
    ['a port of IPv6 too', 1, '10.0.0.1', '[2001:db8::9]:4711', '2001:db8::9'],
    ['a network of proxies is believed', ['10.0.0.0/8'], '10.0.0.1', '1.2.3.4, 203.0.113.9, 10.1.1.1', '203.0.113.9'],
    ['whoever is not of it is not', ['10.0.0.0/8'], '192.0.2.1', '203.0.113.9', '192.0.2.1'],
    ['the same network inside IPv6', ['10.0.0.0/8'], '::ffff:10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['a single proxy', ['2001:db8::1'], '2001:db8::1', '203.0.113.9', '203.0.113.9'],
    ['all the way are proxies', ['10.0.0.0/8', 'fd00::/8'], '10.0.0.1', '10.0.0.3, fd00::2', '10.0.0.3'],
  ];
  for (const [what, trusted, socket, forwardedFor, address] of CASES) {
    it(`${what} (SEC-06)`, () => {
      expect(clientAddressBy(trusted)(socket, forwardedFor)).to.equal(address);
    });
  }

  it('is our proxy when it is of its network, or when somebody always stands in front', () => {
    expect([isProxyAmong(0)('10.0.0.1'), isProxyAmong(1)('10.0.0.1')]).to.deep.equal([false, true]);
    const isProxy = isProxyAmong(['10.0.0.0/8']);
    expect([isProxy('10.9.9.9'), isProxy('::ffff:10.9.9.9'), isProxy('192.0.2.1'), isProxy('')]).to.deep.equal([true, true, false, false]);
  });
});
