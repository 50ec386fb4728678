import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '@moments/platform';
import { LRUCache } from 'lru-cache';
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { BlockList, isIPv6 } from 'node:net';
import { networkPrefixOf } from './domain/network-prefix.js';
import type { DeviceId } from './domain/playback-token.js';
import { PLAYBACK_OPTIONS, type PlaybackOptions } from './playback.options.js';
import { hostingNetworks } from './views.settings.js';

/** The network that somebody comes from, without saying which. */
export interface Network {
  /** 16 bytes in hex. */
  key: string;
  /** It is a data centre's. */
  hosted: boolean;
}

const hashBytes = 16;
const maxNameLength = 200;

/**
 * Turns what would tell a person or a place into keyed hashes: they say whether two reports come from one device or
 * network, and nothing else to whoever has not the key.
 */
@Injectable()
export class Fingerprints {
  private readonly secret: KeyObject;
  private readonly otherSecrets: readonly KeyObject[];
  private readonly networks = new LRUCache<string, string>({ max: 100_000 });
  private hosting?: { readonly ranges: readonly string[]; readonly list: BlockList };

  constructor(
    @Inject(PLAYBACK_OPTIONS) { fingerprintSecret, otherFingerprintSecrets = [] }: PlaybackOptions,
    private readonly settings: Settings,
  ) {
    this.secret = createSecretKey(fingerprintSecret);
    this.otherSecrets = otherFingerprintSecrets.map((secret) => createSecretKey(secret));
  }

  /** The device that an app names; `undefined` when it names none, or in a form that no app uses. */
  deviceOf(name: string | undefined): DeviceId | undefined {
    return isDeviceName(name) ? asDeviceId(this.hash('device', name)) : undefined;
  }

  /** The same device by the other secrets: while one takes the place of another, tokens of both are about. */
  otherDevicesOf(name: string | undefined): DeviceId[] {
    if (!isDeviceName(name)) return [];
    return this.otherSecrets.map((secret) => asDeviceId(this.hash('device', name, secret)));
  }

  async networkOf(address: string): Promise<Network> {
    const prefix = networkPrefixOf(address);
    const key = this.networks.get(prefix) ?? this.hash('network', prefix);
    this.networks.set(prefix, key);
    const list = this.hostingList(await this.settings.get(hostingNetworks));
    return { key, hosted: list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4') };
  }

  private hash(kind: string, text: string, secret = this.secret): string {
    return createHmac('sha256', secret).update(`${kind}\0${text}`).digest().toString('hex', 0, hashBytes);
  }

  /** Made anew when the setting has another value, which is then another object. */
  private hostingList(ranges: readonly string[]): BlockList {
    if (this.hosting?.ranges === ranges) return this.hosting.list;
    const list = new BlockList();
    for (const range of ranges) {
      const [network = '', bits = ''] = range.split('/');
      list.addSubnet(network, Number(bits), isIPv6(network) ? 'ipv6' : 'ipv4');
    }
    this.hosting = { ranges, list };
    return list;
  }
}

const isDeviceName = (name: string | undefined): name is string =>
  name !== undefined && name.length > 0 && name.length <= maxNameLength;

const asDeviceId = (hex: string): DeviceId =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-') as DeviceId;
