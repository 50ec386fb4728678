/** What one viewer did on a day. */
export interface ViewerDay {
  /** Views, and those that could be paid for. */
  events: number;
  longs: number;
  watchedMs: number;
  /** From the serving of the first to the last view. */
  spanMs: number;
  /** Distinct hours of the day with a view. */
  hours: number;
  networks: number;
  devices: number;
  /** Most viewers on any of the viewer's devices. */
  sharers: number;
  /** Long views that were not watched to the end, and the standard deviation of the logarithm of their times. */
  parts: number;
  logSpread: number | null;
}

/** What viewers do: medians, and robust deviations (1.4826 × median absolute deviation). */
export interface Population {
  viewers: number;
  /** Of the logarithm of long views of a day, and of an active hour. */
  dailyLog: { median: number; deviation: number };
  hourlyLog: { median: number; deviation: number };
  /** Distinct hours of those who watch much; nothing while they are too few to tell. */
  hours?: { median: number; deviation: number };
  /** The median of `logSpread`. */
  logSpread: number | null;
}

interface PersonRules {
  wakefulHours: number;
  sleeplessHours: number;
  dailyViews: number;
  hourlyViews: number;
  spread: number;
  overfull: number;
  regular: number;
  regularFrom: number;
  networks: number;
  devices: number;
  viewersPerDevice: number;
}

/** One reason not to believe in a person. */
export interface Finding {
  rule: string;
  /** 0 to 1: how likely this alone is no person. */
  strength: number;
  /** What was seen, and the threshold that it crossed. */
  seen: Record<string, number | string>;
}

// A clock that is off by some minutes, and videos that run on in the background.
const spanSlackMs = 600_000;

/** Every reason why a day is not one of a person. */
export function personFindings(viewer: ViewerDay, population: Population, rules: PersonRules): Finding[] {
  return [
    watchesMoreThanTimePasses(viewer, rules),
    neverSleeps(viewer, population, rules),
    ...isTooFast(viewer, population, rules),
    watchesByTheClock(viewer, population, rules),
    comesFromEverywhere(viewer, rules),
    hasTooManyDevices(viewer, rules),
    sharesADevice(viewer, rules),
  ].filter((finding) => finding !== undefined);
}

function watchesMoreThanTimePasses({ watchedMs, spanMs }: ViewerDay, { overfull }: PersonRules): Finding | undefined {
  const mostMs = spanMs * overfull + spanSlackMs;
  if (watchedMs <= mostMs) return undefined;
  return { rule: 'overfull', strength: 0.97, seen: { watchedMs, spanMs, mostMs: Math.round(mostMs) } };
}

function neverSleeps({ hours }: ViewerDay, { hours: others }: Population, rules: PersonRules): Finding | undefined {
  const far = others ? others.median + rules.spread * others.deviation : 0;
  const [wakeful, sleepless] = [Math.max(rules.wakefulHours, far), Math.max(rules.sleeplessHours, far)];
  if (hours < wakeful) return undefined;
  return { rule: 'sleepless', strength: hours >= sleepless ? 0.95 : 0.55, seen: { hours, wakeful, sleepless } };
}

/** Much, also compared with others: a population of binge viewers is nothing to suspect. */
function isTooFast({ longs, hours }: ViewerDay, population: Population, rules: PersonRules): Finding[] {
  const far = ({ median, deviation }: { median: number; deviation: number }) =>
    Math.exp(median + rules.spread * deviation);
  const [mostDaily, mostHourly] = [
    Math.max(rules.dailyViews, far(population.dailyLog)),
    Math.max(rules.hourlyViews, far(population.hourlyLog)),
  ];
  const hourly = longs / Math.max(1, hours);
  const found: Finding[] = [];
  if (longs > mostDaily) {
    const seen = { longs, most: Math.round(mostDaily) };
    found.push({ rule: 'velocity_day', strength: longs > 2 * mostDaily ? 0.95 : 0.7, seen });
  }
  if (hourly > mostHourly) {
    found.push({ rule: 'velocity_hour', strength: 0.95, seen: { hourly, most: Math.round(mostHourly) } });
  }
  return found;
}

/** People stop here and there. The more views agree, the less it is chance. */
function watchesByTheClock(
  { parts, logSpread }: ViewerDay,
  population: Population,
  { regular, regularFrom }: PersonRules,
): Finding | undefined {
  if (logSpread === null || population.logSpread === null || parts < regularFrom) return undefined;
  const least = population.logSpread * regular;
  if (logSpread >= least) return undefined;
  // A standard deviation of n values is itself off by 1/√(2n): so many of these below what is usual.
  const sigmas = Math.log(population.logSpread / Math.max(logSpread, 0.001)) * Math.sqrt(2 * parts);
  return {
    rule: 'regular_watch_times',
    strength: Math.min(0.9, sigmas / 12),
    seen: { parts, logSpread, least },
  };
}

function comesFromEverywhere({ networks, events }: ViewerDay, rules: PersonRules): Finding | undefined {
  // A train passes many prefixes, but people watch more than a view at each.
  if (networks < rules.networks || events > networks * 4) return undefined;
  return { rule: 'many_networks', strength: 0.9, seen: { networks, events, most: rules.networks } };
}

function hasTooManyDevices({ devices }: ViewerDay, rules: PersonRules): Finding | undefined {
  if (devices < rules.devices) return undefined;
  return { rule: 'many_devices', strength: 0.9, seen: { devices, most: rules.devices } };
}

function sharesADevice({ sharers }: ViewerDay, { viewersPerDevice }: PersonRules): Finding | undefined {
  if (sharers < viewersPerDevice) return undefined;
  const strength = sharers >= 2 * viewersPerDevice ? 0.97 : 0.85;
  return { rule: 'crowded_device', strength, seen: { sharers, most: viewersPerDevice } };
}
