import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type JobDefinition, jobsOf, type Lane } from './define-job.js';
import { handledJob, type JobHandler } from './handles-job.js';

/** A job with no handler, or with two, in the process that should run it. */
export class JobHandlersMismatch extends Error {
  constructor(problems: readonly string[]) {
    super(`Jobs and handlers do not match:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'JobHandlersMismatch';
  }
}

export interface HandledJob {
  job: JobDefinition;
  handler: JobHandler<unknown>;
}

/** Finds the handlers that the process's modules provide. */
@Injectable()
export class JobHandlers {
  constructor(private readonly discovery: DiscoveryService) {}

  /** Every job of the lane with its one handler; throws {@link JobHandlersMismatch} otherwise. */
  ofLane(lane: Lane): HandledJob[] {
    return matchHandlers(jobsOf(lane), this.provided());
  }

  private provided(): HandledJob[] {
    return this.discovery.getProviders().flatMap((wrapper) => {
      const job = wrapper.metatype
        ? (Reflect.getMetadata(handledJob, wrapper.metatype) as JobDefinition | undefined)
        : undefined;
      return job ? [{ job, handler: wrapper.instance as JobHandler<unknown> }] : [];
    });
  }
}

/** Pairs each job with its handler; throws {@link JobHandlersMismatch} naming every job that has none or several. */
export function matchHandlers(jobs: readonly JobDefinition[], provided: readonly HandledJob[]): HandledJob[] {
  const matches = jobs.map((job) => provided.filter((candidate) => candidate.job === job));
  const problems = jobs.flatMap((job, index) => {
    const count = new Set(matches[index]?.map(({ handler }) => handler)).size;
    return count === 1 ? [] : [`${job.name} has ${count === 0 ? 'no handler' : `${count} handlers`}`];
  });
  if (problems.length > 0) throw new JobHandlersMismatch(problems);
  return matches.flatMap((match) => match.slice(0, 1));
}
