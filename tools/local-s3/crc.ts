import { crc32 as zlibCrc32 } from 'node:zlib';

/** A running CRC, reflected, with all bits set at the start and inverted at the end. */
export interface Crc {
  update(data: Buffer): void;
  digest(): Buffer;
}

// Reflected polynomials. CRC-32 of IEEE 802.3, CRC-32C of RFC 3720, CRC-64/NVME of the NVM Express specification.
const polynomials = {
  crc32: { polynomial: 0xedb88320n, widthBits: 32 },
  crc32c: { polynomial: 0x82f63b78n, widthBits: 32 },
  crc64nvme: { polynomial: 0x9a6c9329ac4bc9b5n, widthBits: 64 },
} as const;

export type CrcName = keyof typeof polynomials;

/** Slicing-by-8 tables: entry 256·n + b is the effect of byte b followed by n zero bytes, in two halves of 32 bits. */
function makeTables(polynomial: bigint): { low: Uint32Array; high: Uint32Array } {
  const values: bigint[] = [];
  for (let index = 0n; index < 256n; index++) {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
    values.push(value);
  }
  for (let index = 256; index < 8 * 256; index++) {
    const before = values[index - 256] ?? 0n;
    values.push((before >> 8n) ^ (values[Number(before & 0xffn)] ?? 0n));
  }
  return {
    low: Uint32Array.from(values, (value) => Number(value & 0xffffffffn)),
    high: Uint32Array.from(values, (value) => Number(value >> 32n)),
  };
}

class Crc32 implements Crc {
  private value = 0;

  update(data: Buffer): void {
    this.value = zlibCrc32(data, this.value);
  }

  digest(): Buffer {
    const out = Buffer.alloc(4);
    out.writeUInt32BE(this.value);
    return out;
  }
}

let crc32cTable: Uint32Array | undefined;

class Crc32c implements Crc {
  private value = 0xffffffff;
  private readonly table = (crc32cTable ??= makeTables(polynomials.crc32c.polynomial).low);

  update(data: Buffer): void {
    const { table } = this;
    const at = (slice: number, byte: number): number => table[slice * 256 + (byte & 0xff)] ?? 0;
    let value = this.value;
    let offset = 0;
    for (; offset + 8 <= data.length; offset += 8) {
      const low = value ^ data.readUInt32LE(offset);
      const high = data.readUInt32LE(offset + 4);
      value =
        at(7, low) ^ at(6, low >>> 8) ^ at(5, low >>> 16) ^ at(4, low >>> 24) ^
        at(3, high) ^ at(2, high >>> 8) ^ at(1, high >>> 16) ^ at(0, high >>> 24); // prettier-ignore
    }
    for (; offset < data.length; offset++) value = at(0, value ^ data.readUInt8(offset)) ^ (value >>> 8);
    this.value = value;
  }

  digest(): Buffer {
    const out = Buffer.alloc(4);
    out.writeUInt32BE(~this.value >>> 0);
    return out;
  }
}

let crc64Tables: ReturnType<typeof makeTables> | undefined;

class Crc64Nvme implements Crc {
  private low = 0xffffffff;
  private high = 0xffffffff;
  private readonly tables = (crc64Tables ??= makeTables(polynomials.crc64nvme.polynomial));

  update(data: Buffer): void {
    let offset = 0;
    for (; offset + 8 <= data.length; offset += 8)
      this.takeEight(data.readUInt32LE(offset), data.readUInt32LE(offset + 4));
    for (; offset < data.length; offset++) {
      const entry = (this.low ^ data.readUInt8(offset)) & 0xff;
      this.low = ((this.low >>> 8) | (this.high << 24)) ^ (this.tables.low[entry] ?? 0);
      this.high = (this.high >>> 8) ^ (this.tables.high[entry] ?? 0);
    }
  }

  private takeEight(first: number, second: number): void {
    const { low: lowTable, high: highTable } = this.tables;
    const a = this.low ^ first;
    const b = this.high ^ second;
    let low = 0;
    let high = 0;
    for (let byte = 0; byte < 4; byte++) {
      const fromA = (7 - byte) * 256 + ((a >>> (8 * byte)) & 0xff);
      const fromB = (3 - byte) * 256 + ((b >>> (8 * byte)) & 0xff);
      low ^= (lowTable[fromA] ?? 0) ^ (lowTable[fromB] ?? 0);
      high ^= (highTable[fromA] ?? 0) ^ (highTable[fromB] ?? 0);
    }
    this.low = low;
    this.high = high;
  }

  digest(): Buffer {
    const out = Buffer.alloc(8);
    out.writeUInt32BE(~this.high >>> 0);
    out.writeUInt32BE(~this.low >>> 0, 4);
    return out;
  }
}

export function createCrc(name: CrcName): Crc {
  switch (name) {
    case 'crc32':
      return new Crc32();
    case 'crc32c':
      return new Crc32c();
    case 'crc64nvme':
      return new Crc64Nvme();
  }
}

/** A linear map over bits: row n is where bit n goes. */
type BitMatrix = bigint[];

function applyMatrix(matrix: BitMatrix, vector: bigint): bigint {
  let sum = 0n;
  for (let row = 0; vector !== 0n; row++, vector >>= 1n) if (vector & 1n) sum ^= matrix[row] ?? 0n;
  return sum;
}

const zeroMatrices = new Map<string, BitMatrix>();

/** The effect of that many zero bytes on a CRC. Kept by length: the parts of an upload have mostly the same one. */
function zeroBytes(name: CrcName, lengthBytes: number): BitMatrix {
  const cacheKey = `${name}:${lengthBytes}`;
  const cached = zeroMatrices.get(cacheKey);
  if (cached) return cached;
  const { polynomial, widthBits } = polynomials[name];
  let power: BitMatrix = Array.from({ length: widthBits }, (_, row) =>
    row === 0 ? polynomial : 1n << BigInt(row - 1),
  );
  let product: BitMatrix = Array.from({ length: widthBits }, (_, row) => 1n << BigInt(row));
  for (let bits = BigInt(lengthBytes) * 8n; bits > 0n; bits >>= 1n) {
    const factor = power;
    if (bits & 1n) product = product.map((row) => applyMatrix(factor, row));
    power = power.map((row) => applyMatrix(factor, row));
  }
  if (zeroMatrices.size > 64) zeroMatrices.clear();
  zeroMatrices.set(cacheKey, product);
  return product;
}

/** The CRC of two byte strings one after the other, from the CRC of each and the length of the second. */
export function combineCrc(name: CrcName, first: Buffer, second: Buffer, secondBytes: number): Buffer {
  const shifted = applyMatrix(zeroBytes(name, secondBytes), BigInt(`0x${first.toString('hex')}`));
  const sum = shifted ^ BigInt(`0x${second.toString('hex')}`);
  return Buffer.from(sum.toString(16).padStart(first.length * 2, '0'), 'hex');
}
