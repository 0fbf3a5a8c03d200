import type { ConnectionLimits } from '../../interfaces/http/shared/bound-connections.js';
import { isProxyAmong } from '../../interfaces/http/shared/client-address.js';
import type { Config } from '../config/config.js';
import { networkOf } from '../limits/network-of.js';

type Settings = Pick<Config, 'maxConnections' | 'maxConnectionsPerAddress' | 'trustProxy'>;

/** How many connections the server of this configuration takes. */
export const connectionLimitsOf = ({ maxConnections, maxConnectionsPerAddress, trustProxy }: Settings): ConnectionLimits => ({
  max: maxConnections,
  maxPerNetwork: maxConnectionsPerAddress,
  networkOf,
  isProxy: isProxyAmong(trustProxy),
});
