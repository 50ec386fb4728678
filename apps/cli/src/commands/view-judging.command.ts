import { fromGlobalId, type MomentId } from '@moments/kernel';
import { type JudgedForRule, ViewDaysModule, ViewRevision, ViewVerdicts } from '@moments/views';
import { type Command, exactly, readBusinessDay, UsageError } from '../command.js';
import { withServices } from '../operator-app.js';

const modules = [{ module: ViewDaysModule }];

function readMoment(text: string | undefined): MomentId {
  const momentId = fromGlobalId('moment', text ?? '');
  if (!momentId) throw new UsageError(`${text ?? 'nothing'} is not a moment's id like mom_…`);
  return momentId;
}

export const viewsJudge: Command = {
  name: 'views judge',
  usage: 'DAY',
  summary: 'judges the views of a business day as they stand now; a closed day is corrected by what is new',
  run: (args, config) => {
    const day = readBusinessDay(exactly(args, 1)[0]);
    return withServices(
      config,
      async (app) => {
        const { invalid, held, changed } = await app.get(ViewRevision).revise(day);
        console.log(`${day}: ${invalid} views are invalid, ${held} are held; ${changed} judgements are new or others`);
        return 0;
      },
      modules,
    );
  },
};

const line = ({ verdict, rule, views, example }: JudgedForRule): string =>
  `  ${verdict.padEnd(8)} ${String(views).padStart(9)}  ${rule}\n    ${JSON.stringify(example)}`;

export const viewsExplain: Command = {
  name: 'views explain',
  usage: 'MOMENT DAY',
  summary: "why views of a moment did not count on a business day: counts by rule, with one view's explanation each",
  run: (args, config) => {
    const [moment, day] = exactly(args, 2);
    const [momentId, asked] = [readMoment(moment), readBusinessDay(day)];
    return withServices(
      config,
      async (app) => {
        const judged = await app.get(ViewVerdicts).explain(momentId, asked);
        console.log(judged.length === 0 ? 'no view is judged' : judged.map(line).join('\n'));
        return 0;
      },
      modules,
    );
  },
};

const decide = (decision: 'release' | 'invalidate', summary: string): Command => ({
  name: `views ${decision}`,
  usage: 'MOMENT DAY NOTE',
  summary,
  run: (args, config) => {
    const [moment, day, note = ''] = exactly(args, 3);
    const decided = { momentId: readMoment(moment), day: readBusinessDay(day), decision, note, by: null };
    return withServices(
      config,
      async (app) => {
        await app.get(ViewVerdicts).decide(decided);
        console.log('decided; the day is judged again soon');
        return 0;
      },
      modules,
    );
  },
});

export const viewsRelease = decide('release', 'lets the held views of a moment on a business day count');
export const viewsInvalidate = decide('invalidate', 'has the held views of a moment on a business day never count');
