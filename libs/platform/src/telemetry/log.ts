import { Injectable, type LoggerService } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { type Logger, pino } from 'pino';
import { requestContext } from './request-context.js';

export interface LogOptions {
  /** Name of the app. */
  service: string;
  level: string;
}

// What could name or identify a person, or let somebody in, never reaches a line.
const personal = [
  'email',
  'password',
  'phone',
  'displayName',
  'legalName',
  'inn',
  'token',
  'accessToken',
  'refreshToken',
  'authorization',
  'cookie',
  'address',
  'ip',
];

/** Structured lines on stdout (JSON), each with the request id and trace id that it belongs to. */
@Injectable()
export class Log implements LoggerService {
  private readonly logger: Logger;

  constructor(options: LogOptions) {
    this.logger = pino({
      level: options.level,
      base: { service: options.service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: personal.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
      mixin: () => ({ ...requestContext(), ...spanContext() }),
    });
  }

  debug(details: unknown, message?: unknown): void {
    this.write('debug', details, message);
  }

  log(details: unknown, message?: unknown): void {
    this.write('info', details, message);
  }

  warn(details: unknown, message?: unknown): void {
    this.write('warn', details, message);
  }

  error(details: unknown, message?: unknown): void {
    this.write('error', details, message);
  }

  fatal(details: unknown, message?: unknown): void {
    this.write('fatal', details, message);
  }

  // Nest itself logs (message, context); we log (details, message).
  private write(level: 'debug' | 'info' | 'warn' | 'error' | 'fatal', details: unknown, message: unknown): void {
    const text = typeof message === 'string' ? message : undefined;
    if (typeof details === 'object' && details !== null) this.logger[level](details, text);
    else this.logger[level]({ context: text }, String(details));
  }
}

function spanContext(): { traceId?: string } {
  const traceId = trace.getActiveSpan()?.spanContext().traceId;
  return traceId ? { traceId } : {};
}
