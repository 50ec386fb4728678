import { Injectable, type LoggerService } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { type DestinationStream, type Logger, pino } from 'pino';
import { redact, redactText } from './redact.js';
import { requestContext } from './request-context.js';

export interface LogOptions {
  /** Name of the app. */
  service: string;
  level: string;
  /** Where lines go instead of stdout. */
  destination?: DestinationStream;
}

type Level = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Structured lines on stdout (JSON), each with the request id and trace id that it belongs to and nothing personal. */
@Injectable()
export class Log implements LoggerService {
  private readonly logger: Logger;

  constructor({ service, level, destination = pino.destination(1) }: LogOptions) {
    this.logger = pino(
      {
        level,
        base: { service },
        timestamp: pino.stdTimeFunctions.isoTime,
        serializers: { err: (described: unknown) => described },
        formatters: { level: (label) => ({ level: label }) },
        mixin: () => ({ ...requestContext(), ...spanContext() }),
      },
      destination,
    );
  }

  debug(details: unknown, ...more: unknown[]): void {
    this.write('debug', details, more);
  }

  log(details: unknown, ...more: unknown[]): void {
    this.write('info', details, more);
  }

  warn(details: unknown, ...more: unknown[]): void {
    this.write('warn', details, more);
  }

  error(details: unknown, ...more: unknown[]): void {
    this.write('error', details, more);
  }

  fatal(details: unknown, ...more: unknown[]): void {
    this.write('fatal', details, more);
  }

  // We log (details, message); Nest itself logs (message, context) and, of errors, (message, stack, context).
  private write(level: Level, details: unknown, more: readonly unknown[]): void {
    if (!this.logger.isLevelEnabled(level)) return;
    const texts = more.filter((text) => typeof text === 'string').map(redactText);
    if (typeof details === 'object' && details !== null) {
      this.logger[level](details instanceof Error ? { err: redact(details) } : redact(details), texts[0]);
    } else {
      this.logger[level](
        { context: texts.at(-1), ...(texts.length > 1 ? { stack: texts[0] } : {}) },
        redactText(String(details)),
      );
    }
  }
}

function spanContext(): { traceId?: string } {
  const traceId = trace.getActiveSpan()?.spanContext().traceId;
  return traceId ? { traceId } : {};
}
