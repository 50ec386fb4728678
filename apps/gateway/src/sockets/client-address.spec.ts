import { describe, expect, it } from '@jest/globals';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { clientAddress } from './client-address.js';

function from(remoteAddress: string, forwardedFor?: string): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress });
  const request = new IncomingMessage(socket);
  if (forwardedFor !== undefined) request.headers['x-forwarded-for'] = forwardedFor;
  return request;
}

describe('the address of a socket’s client', () => {
  it('is the peer’s when no proxy is trusted, whatever a header says', () => {
    expect(clientAddress(from('10.0.0.1'), 0)).toBe('10.0.0.1');
    expect(clientAddress(from('10.0.0.1', '203.0.113.9'), 0)).toBe('10.0.0.1');
  });

  it('is what the outermost trusted proxy saw, not what the client wrote before it', () => {
    expect(clientAddress(from('10.0.0.1', '203.0.113.66, 203.0.113.9'), 1)).toBe('203.0.113.9');
    expect(clientAddress(from('10.0.0.1', '203.0.113.66, 203.0.113.9, 10.0.0.2'), 2)).toBe('203.0.113.9');
  });

  it('is the last one known when fewer proxies were passed than are trusted', () => {
    expect(clientAddress(from('10.0.0.1'), 2)).toBe('10.0.0.1');
    expect(clientAddress(from('10.0.0.1', ' , 203.0.113.9'), 5)).toBe('203.0.113.9');
  });
});
