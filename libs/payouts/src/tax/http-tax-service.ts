import { Inject, Injectable } from '@nestjs/common';
import { after, type BusinessDay, Clock, seconds } from '@moments/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { TaxServiceAway } from '../payouts.errors.js';
import { TAX_SERVICE_OPTIONS, type TaxServiceOptions } from './tax-service.options.js';
import { TaxService } from './tax-service.js';

const answer = z.object({ status: z.boolean() });
const attempts = 2;
const pauseMs = 200;
// Hundreds are asked about one after the other: while it does not answer, they must not wait for it one after the other.
const restMs = seconds(30);
const mostBytes = 64 * 1024;

/**
 * The public service "Check of the status of a taxpayer of the tax on professional income" of the Federal Tax Service
 * (statusnpd.nalog.ru): `POST {inn, requestDate}` is answered with `{status, message}`. It takes few requests from one
 * address; with 422 it says that they were too many, and is then asked again by whoever still needs to know. Once it has not
 * answered it is left alone for half a minute: until then whoever asks is told so at once.
 */
@Injectable()
export class HttpTaxService extends TaxService {
  private awayUntil = new Date(0);

  constructor(
    @Inject(TAX_SERVICE_OPTIONS) private readonly options: TaxServiceOptions,
    private readonly clock: Clock,
  ) {
    super();
  }

  async isSelfEmployed(inn: string, on: BusinessDay): Promise<boolean> {
    if (this.clock.now() < this.awayUntil) throw new TaxServiceAway();
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const told = await this.ask(inn, on);
      if (told === 'refused') break;
      if (told !== 'failed') return told.status;
      if (attempt < attempts) await sleep(attempt * pauseMs);
    }
    this.awayUntil = after(this.clock.now(), restMs);
    throw new TaxServiceAway();
  }

  /** `failed` when asking again soon may help. */
  private async ask(inn: string, requestDate: BusinessDay): Promise<z.output<typeof answer> | 'failed' | 'refused'> {
    const { url, timeoutMs } = this.options;
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ inn, requestDate }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      text = await boundedText(response);
    } catch {
      return 'failed';
    }
    if (response.status >= 500) return 'failed';
    if (!response.ok) return 'refused';
    const read = answer.safeParse(parsed(text));
    return read.success ? read.data : 'refused';
  }
}

/** What is longer than any answer of theirs is none of theirs. */
async function boundedText(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += piece.length;
    if (size > mostBytes) throw new RangeError('the answer is too long');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
