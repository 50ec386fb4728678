import { addDays, after, type BusinessDay, businessDayOf, hours, minutes, startOfBusinessDay } from '@moments/kernel';
import type { Chapter } from './chapter.js';
import type { Random } from './random.js';
import { type Sittings, sittingMs } from './sittings.js';
import type { Viewer } from './viewers.js';
import type { DemoWorld } from './world.js';

/** When people sit down with their phones, in hours of the day in Moscow; the crowd is largest in the evening. */
const sittings = [
  { hour: 7.9, crowd: 0.9 },
  { hour: 13.1, crowd: 1.1 },
  { hour: 18.2, crowd: 1.2 },
  { hour: 20.6, crowd: 2 },
  { hour: 22.7, crowd: 1.2 },
] as const;
const chaptersHour = 15;
/** When nobody watches, and a day that is over is closed. */
const nightHour = 4.5;

interface Story {
  world: DemoWorld;
  sittings: Sittings;
  viewers: readonly Viewer[];
  chapters: readonly Chapter[];
  random: Random;
}

/** Lives through the days from the world's today up to the true one. */
export async function liveThrough(story: Story): Promise<void> {
  const { clock } = story.world;
  const first = businessDayOf(clock.now());
  const last = businessDayOf(clock.end());
  let number = 0;
  for (let day = first; day < last; day = addDays(day, 1), number += 1) {
    await liveOn(story, { day, number });
    await clock.moveTo(at(addDays(day, 1), nightHour));
    await clock.settle();
    await night(story.world);
    if (number % 7 === 6) tellOf(story, `${number + 1} days`);
  }
  await liveToday(story, { day: last, number });
  tellOf(story, 'today');
}

interface NumberedDay {
  day: BusinessDay;
  number: number;
}

const at = (day: BusinessDay, hour: number): Date => after(startOfBusinessDay(day), hours(hour));

async function liveOn(story: Story, { day, number }: NumberedDay): Promise<void> {
  const { clock } = story.world;
  const sit = async ({ hour, crowd }: (typeof sittings)[number]): Promise<void> => {
    await clock.moveTo(at(day, hour));
    await story.sittings.sit(whoComes(story, { number, hour, crowd }));
  };
  for (const sitting of sittings.filter(({ hour }) => hour < chaptersHour)) await sit(sitting);
  await clock.moveTo(at(day, chaptersHour));
  await clock.settle();
  for (const chapter of story.chapters) await chapter.on(number, story.world);
  for (const sitting of sittings.filter(({ hour }) => hour > chaptersHour)) await sit(sitting);
}

/** As much of the day as has passed; what is watched last is told at the true time. */
async function liveToday(story: Story, { day, number }: NumberedDay): Promise<void> {
  const { clock } = story.world;
  const now = clock.end();
  for (const { hour, crowd } of sittings) {
    // Reports may not be of the future: a sitting ends before now.
    if (at(day, hour) < clock.now() || after(at(day, hour), sittingMs + minutes(2)) > now) continue;
    await clock.moveTo(at(day, hour));
    await story.sittings.sit(whoComes(story, { number, hour, crowd }));
  }
  await clock.moveTo(clock.end());
  await clock.settle();
  for (const chapter of story.chapters) await chapter.today?.(story.world);
}

/** The worker does what its calendar has for a night: among it, it closes the day that is over. */
async function night(world: DemoWorld): Promise<void> {
  // A time-out of PostgreSQL may take a jump of the clock for its own end: what it ended is done the second time.
  const runAll = () => world.operate('jobs', 'run', 'all');
  await runAll().catch(runAll);
}

function whoComes(
  { viewers, random }: Story,
  { number, hour, crowd }: { number: number; hour: number; crowd: number },
): Viewer[] {
  return viewers.filter(({ since, days, sittings: share, shift }) => {
    const theirs = hour - shift;
    const awake = theirs >= 7 || hour > 22;
    return since <= number && awake && random.chance(days * share * crowd);
  });
}

function tellOf({ sittings: { counts } }: Story, when: string): void {
  console.log(
    `  ${when}: ${counts.views.toLocaleString('en')} views in ${counts.sittings.toLocaleString('en')} sittings`,
  );
}
