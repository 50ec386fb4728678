import { Inject, Injectable } from '@nestjs/common';
import { type ClickId, networkOf } from '@moments/kernel';
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { ClickOptions } from './click.options.js';
import { readClickName, writeClickName } from './domain/click-name.js';

/** Injects the {@link ClickOptions}. */
export const CLICK_OPTIONS = Symbol('click options');

const macBytes = 16;

/**
 * Names clicks for the marketplace so that nobody can make one up, and recognises them when it tells of a purchase. The
 * first secret signs, all are accepted.
 */
@Injectable()
export class ClickSigning {
  private readonly keys: readonly [KeyObject, ...KeyObject[]];

  constructor(@Inject(CLICK_OPTIONS) { secrets: [first, ...others] }: ClickOptions) {
    this.keys = [createSecretKey(first), ...others.map((secret) => createSecretKey(secret))];
  }

  /** How the marketplace is told of a click: `clk_018f….x7Qz…`. */
  nameOf(id: ClickId): string {
    return writeClickName({ id, mac: macOf(this.keys[0], `click\n${id}`) });
  }

  /** The click of a name that we have given; `undefined` for any other text. */
  verify(name: string): ClickId | undefined {
    const read = readClickName(name);
    const ours = read && this.keys.some((key) => timingSafeEqual(macOf(key, `click\n${read.id}`), read.mac));
    return ours ? read.id : undefined;
  }

  /** 16 bytes that are equal for equal networks and tell nothing else of them. */
  networkKey(address: string): Buffer {
    return macOf(this.keys[0], `network\n${networkOf(address)}`);
  }
}

const macOf = (key: KeyObject, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest().subarray(0, macBytes);
