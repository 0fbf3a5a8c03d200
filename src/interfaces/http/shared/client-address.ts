import { BlockList, isIP } from 'node:net';
import type { Middleware } from 'koa';

/** So many proxies in front of us, or those at these addresses and networks (`10.0.0.0/8`). */
export type TrustedProxies = number | readonly string[];

const MAPPED_IPV4 = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;
const WITH_PORT = /^(?:\[([^\]]+)\]|(\d+\.\d+\.\d+\.\d+))(?::\d+)?$/;
const FAMILIES = { 4: 'ipv4', 6: 'ipv6' } as const;

const familyOf = (address: string): 'ipv4' | 'ipv6' | undefined => FAMILIES[isIP(address) as 4 | 6];

/** Some proxies write the port behind the address; what is no address is nobody's. */
function addressIn(text: string): string | undefined {
  const trimmed = text.trim();
  const [, bracketed, plain] = WITH_PORT.exec(trimmed) ?? [];
  const address = (bracketed ?? plain ?? trimmed).replace(MAPPED_IPV4, '');
  return isIP(address) === 0 ? undefined : address;
}

function networksOf(proxies: readonly string[]): (address: string) => boolean {
  const networks = new BlockList();
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const family = familyOf(address);
    if (family && bits === undefined) networks.addAddress(address, family);
    else if (family) networks.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    const family = familyOf(address);
    return family !== undefined && networks.check(address, family);
  };
}

/** Whether whoever is connected is one of our proxies; with a number of hops everybody is. */
export const isProxyAmong = (trusted: TrustedProxies): ((address: string) => boolean) => {
  if (typeof trusted === 'number') return () => trusted > 0;
  const isTrusted = networksOf(trusted);
  return (address) => isTrusted(address.replace(MAPPED_IPV4, ''));
};

/**
 * Who is asking, by the address of the socket and `X-Forwarded-For`. Each proxy adds the address that it heard from at the end, so it is
 * read from there: of so many proxies, or for as long as those who speak are trusted. What stands before that anybody may have written.
 */
export function clientAddressBy(trusted: TrustedProxies): (socket: string, forwardedFor: string) => string {
  const isTrusted = typeof trusted === 'number' ? undefined : networksOf(trusted);
  return (socket, forwardedFor) => {
    const told = forwardedFor === '' ? [] : forwardedFor.split(',');
    let address = socket.replace(MAPPED_IPV4, '');
    for (let hop = 1; hop <= told.length; hop += 1) {
      if (isTrusted ? !isTrusted(address) : hop > Number(trusted)) return address;
      const next = addressIn(told[told.length - hop] ?? '');
      if (next === undefined) return address;
      address = next;
    }
    return address;
  };
}

/** Makes `ctx.ip` the address of the client. */
export function clientAddress(trusted: TrustedProxies): Middleware {
  const addressOf = clientAddressBy(trusted);
  return (ctx, next) => {
    ctx.request.ip = addressOf(ctx.req.socket.remoteAddress ?? '', ctx.get('X-Forwarded-For'));
    return next();
  };
}
