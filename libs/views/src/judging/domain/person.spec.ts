import { describe, expect, it } from '@jest/globals';
import { hours, minutes } from '@moments/kernel';
import { judgingSettings } from '../judging.settings.js';
import { personFindings, type Population, type ViewerDay } from './person.js';

const rules = judgingSettings.fallback.person;
const population: Population = {
  viewers: 10_000,
  dailyLog: { median: Math.log(8), deviation: 1 },
  hourlyLog: { median: Math.log(6), deviation: 0.7 },
  logSpread: 0.6,
};
const somebody: ViewerDay = {
  events: 60,
  longs: 35,
  watchedMs: minutes(12),
  spanMs: hours(9),
  hours: 4,
  networks: 2,
  devices: 1,
  sharers: 1,
  parts: 20,
  logSpread: 0.55,
};
const rulesAgainst = (change: Partial<ViewerDay>, of = population) =>
  personFindings({ ...somebody, ...change }, of, rules).map(({ rule }) => rule);

describe('a viewer', () => {
  it('who watches as people do has nothing against them', () => {
    expect(rulesAgainst({})).toEqual([]);
  });

  it('who watches for longer than time passes is none', () => {
    const spanMs = hours(1);
    expect(rulesAgainst({ spanMs, watchedMs: spanMs * 1.2 + minutes(10) })).toEqual([]);
    expect(rulesAgainst({ spanMs, watchedMs: spanMs * 1.2 + minutes(10) + 1 })).toEqual(['overfull']);
  });

  it('who hardly sleeps is suspicious, and who never does is none', () => {
    const against = (awake: number) => personFindings({ ...somebody, hours: awake }, population, rules);
    expect(against(18)).toEqual([]);
    expect(against(19)).toMatchObject([{ rule: 'sleepless', strength: 0.55 }]);
    expect(against(22)).toMatchObject([{ rule: 'sleepless', strength: 0.95 }]);
  });

  it('is awake like others who watch much: where they come at all hours it is nothing special', () => {
    const restless = { ...population, hours: { median: 17, deviation: 1.5 } };
    expect(rulesAgainst({ hours: 22 }, restless)).toEqual([]);
    expect(rulesAgainst({ hours: 23 }, restless)).toEqual(['sleepless']);
  });

  it('may watch very much in a day, but not more than anybody could', () => {
    expect(rulesAgainst({ longs: 1_500, hours: 10 })).toEqual([]);
    expect(rulesAgainst({ longs: 1_501, hours: 10 })).toEqual(['velocity_day']);
  });

  it('may be quick for an hour, but not quicker than videos can be begun', () => {
    expect(rulesAgainst({ longs: 360, hours: 1 })).toEqual([]);
    expect(rulesAgainst({ longs: 361, hours: 1 })).toEqual(['velocity_hour']);
  });

  it('is compared with others: where everybody watches much it is nothing special', () => {
    const binging = { ...population, dailyLog: { median: Math.log(900), deviation: 0.3 } };
    expect(rulesAgainst({ longs: 2_000, hours: 10 }, binging)).toEqual([]);
  });

  it('who stops at nearly the same second again and again is a machine, the more often the surer', () => {
    expect(rulesAgainst({ parts: 7, logSpread: 0.05 })).toEqual([]);
    expect(rulesAgainst({ parts: 8, logSpread: 0.24 })).toEqual([]);
    const strength = (parts: number) =>
      personFindings({ ...somebody, parts, logSpread: 0.15 }, population, rules)[0]?.strength;
    expect(strength(10)).toBeLessThan(0.6);
    expect(strength(40)).toBe(0.9);
    expect(rulesAgainst({ parts: 30, logSpread: 0.1 }, { ...population, logSpread: null })).toEqual([]);
  });

  it('who comes from another network with nearly every view is behind proxies; who travels is not', () => {
    expect(rulesAgainst({ networks: 20, events: 80 })).toEqual(['many_networks']);
    expect(rulesAgainst({ networks: 20, events: 81 })).toEqual([]);
    expect(rulesAgainst({ networks: 19, events: 19 })).toEqual([]);
  });

  it('may have a few devices, and share one with the family', () => {
    expect(rulesAgainst({ devices: 5, sharers: 4 })).toEqual([]);
    expect(rulesAgainst({ devices: 6 })).toEqual(['many_devices']);
    expect(rulesAgainst({ sharers: 5 })).toEqual(['crowded_device']);
  });
});
