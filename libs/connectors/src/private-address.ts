import { BlockList, isIP } from 'node:net';

/** Addresses that a server of a customer can't have: our own machine and network, and what clouds put their keys on. */
const privateRanges = new BlockList();
for (const [network, prefix] of [['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['224.0.0.0', 3]] as const) privateRanges.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [['::', 96], ['::ffff:0:0:0', 96], ['64:ff9b::', 96], ['64:ff9b:1::', 48], ['fc00::', 7], ['fe80::', 10], ['fec0::', 10], ['ff00::', 8], ['2002::', 16], ['2001::', 32]] as const) privateRanges.addSubnet(network, prefix, 'ipv6');

/** For connectors that open connections of their own; `ctx.http` asks the same by itself. */
export function isPrivate(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return privateRanges.check(mapped, 'ipv4');
  // A mapped address may also be written in hexadecimal.
  if (/^::ffff:/i.test(address)) return true;
  return privateRanges.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
