import { Module } from '@nestjs/common';
import {
  Args,
  Context,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  ResolveField,
  Resolver,
  Subscription,
} from '@nestjs/graphql';
import { InvalidInput, NotFound } from '@moments/kernel';
import { defineTopic, LiveNews } from '@moments/platform';
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { GraphqlContext, SignedInViewer, ViewerContext } from '../../apps/gateway/src/graphql/context.js';
import { Payload } from '../../apps/gateway/src/graphql/user-error.types.js';
import { mapEvents } from '../../apps/gateway/src/sockets/map-events.js';
import { Needs, SignedIn, Viewer } from '../../apps/gateway/src/graphql/viewer.js';

/** News that the probe's subscription tells. */
export const probeNews = defineTopic({ name: 'probe', payload: z.object({ text: z.string() }) });

@ObjectType()
class Probe {
  @Field(() => String, { nullable: true }) text?: string;
  @Field(() => Probe, { nullable: true }) inner?: Probe;
  @Field(() => [Probe], { nullable: true }) many?: Probe[];
}

@InputType()
class ProbeInput {
  @Field(() => String) text!: string;
  @Field(() => Int, { nullable: true }) number?: number;
}

@ObjectType()
class ProbePayload extends Payload {
  @Field(() => Probe, { nullable: true }) probe?: Probe;
}

/** Says `held` when a `probeHeld` is being answered, which goes on at `release`. */
export const probeHold = new EventEmitter();

/** A resolver with every way to go wrong, to try the gateway's core without any part of the product. */
@Resolver(() => Probe)
class ProbeResolver {
  constructor(private readonly news: LiveNews) {}

  @Query(() => Probe)
  probe(@Args('text', { nullable: true }) text?: string): Probe {
    return { text, inner: { text: 'inner' } };
  }

  @Query(() => Probe)
  probeById(@Args('id', { type: () => ID }) id: string): Probe {
    return { text: typeof id };
  }

  @Query(() => [Probe])
  probes(@Args('first', { type: () => Int, defaultValue: 10 }) first: number): Probe[] {
    return Array.from({ length: Math.min(first, 50) }, (_, index) => ({ text: String(index) }));
  }

  @Query(() => String)
  probeViewer(@Viewer() viewer: ViewerContext, @Context() { request }: GraphqlContext): string {
    return JSON.stringify({ ...viewer, requestId: request.id, address: request.address });
  }

  @Query(() => String)
  probeSignedIn(@SignedIn() { accountId }: SignedInViewer): string {
    return accountId;
  }

  @Needs('OPERATOR')
  @Query(() => String)
  probeOperator(): string {
    return 'operator';
  }

  @Query(() => Probe)
  async probeHeld(): Promise<Probe> {
    probeHold.emit('held');
    await once(probeHold, 'release');
    return { text: 'released' };
  }

  @Query(() => String)
  probeRefused(): string {
    throw new NotFound('probe', ['id']);
  }

  @Query(() => String, { nullable: true })
  probeBroken(): string {
    throw new Error('the secret of the house');
  }

  @Query(() => Int, { nullable: true })
  probeBadInt(): number {
    return 'the secret of the house' as never;
  }

  @Needs('OPERATOR')
  @Mutation(() => ProbePayload)
  probeOperate(): ProbePayload {
    return {};
  }

  @Mutation(() => ProbePayload)
  probeWrite(@Args('input') { text }: ProbeInput): ProbePayload {
    if (text === '') throw new InvalidInput([{ field: ['text'], message: 'must not be empty' }]);
    if (text === 'break') throw new Error('the secret of the house');
    return { probe: { text } };
  }

  @Subscription(() => Probe)
  probeNews(@Args('subject') subject: string) {
    return mapEvents(this.news.stream(probeNews, subject), ({ text }) => Promise.resolve({ probeNews: { text } }));
  }

  @ResolveField(() => String, { nullable: true })
  refused(): string {
    throw new NotFound('probe');
  }

  @ResolveField(() => String, { nullable: true })
  async broken(): Promise<string> {
    await sleep(1);
    throw new Error('the secret of the house');
  }

  @ResolveField(() => String)
  requestId(@Context() { request }: GraphqlContext): string {
    return request.id;
  }
}

@Module({ providers: [ProbeResolver] })
export class ProbeModule {}
