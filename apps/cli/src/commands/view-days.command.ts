import { ViewDays, ViewDaysModule, ViewDaySums } from '@moments/views';
import { type Command, exactly, json, readBusinessDay, takeFlag } from '../command.js';
import { withServices } from '../operator-app.js';

export const viewsDay: Command = {
  name: 'views day',
  usage: 'DAY [--json]',
  summary: 'what was watched on a business day: frozen, corrected since, and both together',
  run: (args, config) => {
    const { set: asJson, rest } = takeFlag(args, '--json');
    const day = readBusinessDay(exactly(rest, 1)[0]);
    return withServices(
      config,
      async (app) => {
        const sums = await app.get(ViewDaySums).of(day);
        if (asJson) {
          console.log(json({ day, ...sums }));
          return 0;
        }
        console.log(sums.closedAt ? `${day}, closed at ${sums.closedAt.toISOString()}` : `${day} is open`);
        console.log(
          `  ${''.padEnd(10)} ${'frozen'.padStart(16)} ${'corrected'.padStart(16)} ${'together'.padStart(16)}`,
        );
        for (const { name, frozen, corrected, total } of sums.lines) {
          console.log(
            `  ${name.padEnd(10)} ${String(frozen).padStart(16)} ${String(corrected).padStart(16)} ${String(total).padStart(16)}`,
          );
        }
        return 0;
      },
      [{ module: ViewDaysModule }],
    );
  },
};

export const viewsRecount: Command = {
  name: 'views recount',
  usage: 'DAY',
  summary: 'counts a closed day anew from its events; exit code 1 when it was off, which its corrections then say',
  run: (args, config) => {
    const day = readBusinessDay(exactly(args, 1)[0]);
    return withServices(
      config,
      async (app) => {
        const corrections = await app.get(ViewDays).recount(day);
        console.log(
          corrections === 0 ? `${day} agrees with its events` : `${corrections} moments of ${day} are corrected`,
        );
        return corrections === 0 ? 0 : 1;
      },
      [{ module: ViewDaysModule }],
    );
  },
};
