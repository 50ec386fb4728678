import { defineSetting } from '@moments/platform';
import { z } from 'zod';

const share = z.number().min(0).max(1);
const count = z.number().int().min(1);

// Numbers that were set before there was a rule about exchanges are still read.
const exchange = { viewers: 8, brief: 1.5, spread: 3, affinity: 3, surprise: 8, strength: 0.75 };

/** What the judge of views goes by; docs/fraud.md says of each rule why. Strengths and bounds of verdicts are 0 to 1. */
export const judgingSettings = defineSetting({
  name: 'views.judging',
  schema: z.object({
    /** From this combined strength on a view is invalid, and from this one it is held. */
    invalidFrom: share,
    heldFrom: share,
    /** A held view is decided after so many days: it counts below this strength, and is invalid from it on. */
    heldDays: count,
    lostFrom: share,
    /** Days after its close on which a day is looked at again. */
    revisedDays: count,
    /** A view as long as this (or to the end) is one that could be paid for. */
    longViewMs: count,
    /** Accounts and devices younger than this are new. */
    newForDays: count,
    person: z.object({
      /** Distinct hours of the day in which somebody watches: suspicious, and more than a person does. */
      wakefulHours: count,
      sleeplessHours: count,
      /** Long views a day, and an active hour; only above `spread` robust deviations of what others do, too. */
      dailyViews: count,
      hourlyViews: count,
      spread: z.number().min(1),
      /** Watched time beside the time between first and last view. */
      overfull: z.number().min(1),
      /** Watch times (their logarithms) that spread less than this share of what others' do, over so many views. */
      regular: share,
      regularFrom: count,
      /** Address prefixes of one viewer, and devices of one account, a day. */
      networks: count,
      devices: count,
      /** Viewers of one device. */
      viewersPerDevice: count,
    }),
    cluster: z.object({
      /** Fewer viewers than this are no cluster. */
      viewers: count,
      /** How many robust deviations above what is usual are still believed to be chance. */
      spread: z.number().min(1),
      /** Times as many as usual that are still believed to be chance: schools, offices, towns like the same. */
      affinity: z.number().min(1),
      /** A share of a cluster that is never looked at: so few of so many are nobody's business. */
      floor: share,
      /** The most that one kind of cluster says alone. */
      audience: share,
      /** Watching at night what one watches, who else watches by day. */
      night: share,
      network: share,
      cohort: share,
    }),
    history: z.object({
      /** What it says that a viewer's views of the same creator were found invalid on one other day, or on more. */
      once: share,
      again: share,
    }),
    ring: z.object({
      /** Viewers that watch the same set of creators, and how many creators. */
      viewers: count,
      creators: count,
      /** Share of the set that a member watches. */
      overlap: share,
      /** What the set is at least of all creators that a member watches. */
      part: share,
      /** Times as much as unrelated tastes would share that is still believed. */
      affinity: z.number().min(1),
      /** Where a larger share of all viewers seems to be in rings, that is how people watch there. */
      most: share,
      /** Creators who watch each other: so many on both sides are more than friends. */
      mutual: count,
      /** Pairs of viewers that are compared at most. */
      comparisons: count,
      strength: share,
    }),
    exchange: z
      .object({
        /** Fewer brief viewers of a moment who meet at others are nobody's doing. */
        viewers: count,
        /** Whoever has at most so many times the median of views is here briefly. */
        brief: z.number().min(0.5),
        /** How many deviations above what is usual brief viewers of a moment are looked at first. */
        spread: z.number().min(1),
        /** Times as much company as those keep who watch much that is still believed to be chance. */
        affinity: z.number().min(1),
        /** How surprising company must be: e to the minus this is its chance. */
        surprise: z.number().min(1),
        strength: share,
      })
      .default(exchange),
  }),
  fallback: {
    invalidFrom: 0.8,
    heldFrom: 0.5,
    heldDays: 14,
    lostFrom: 0.65,
    revisedDays: 7,
    longViewMs: 5_000,
    newForDays: 7,
    person: {
      wakefulHours: 19,
      sleeplessHours: 22,
      dailyViews: 1_500,
      hourlyViews: 360,
      spread: 4,
      overfull: 1.2,
      regular: 0.4,
      regularFrom: 8,
      networks: 20,
      devices: 6,
      viewersPerDevice: 5,
    },
    cluster: {
      viewers: 8,
      spread: 4,
      affinity: 4,
      floor: 0.005,
      audience: 0.95,
      night: 0.85,
      network: 0.75,
      cohort: 0.75,
    },
    history: { once: 0.4, again: 0.6 },
    ring: {
      viewers: 6,
      creators: 4,
      overlap: 0.75,
      part: 0.12,
      affinity: 3,
      most: 0.05,
      mutual: 5,
      comparisons: 20_000_000,
      strength: 0.95,
    },
    exchange,
  },
});

/** The rules' numbers as they stand. */
export type JudgingRules = z.output<typeof judgingSettings.schema>;
