import { NotificationsRecountService } from '@moments/notifications';
import { CommentsRecountService, RecountService } from '@moments/social';
import { type Command, UsageError } from '../command.js';
import { withServices } from '../operator-app.js';

export const recount: Command = {
  name: 'recount',
  usage: '[--mend]',
  summary: 'compares every counter with the rows that it counts; exit code 1 when any is off',
  run: (args, config) => {
    if (args.some((word) => word !== '--mend')) throw new UsageError('takes --mend or nothing');
    return withServices(config, async (app) => {
      const mend = args.length > 0;
      const social = app.get(RecountService);
      const { moments, profiles } = await (mend ? social.mend() : social.drift());
      const said = app.get(CommentsRecountService);
      const comments = await (mend ? said.mend() : said.drift());
      const told = app.get(NotificationsRecountService);
      const { recipients, notifications } = await (mend ? told.mend() : told.drift());
      for (const id of moments) console.log(`moment ${id} was off`);
      for (const id of profiles) console.log(`profile ${id} was off`);
      for (const id of comments) console.log(`comment ${id} was off`);
      for (const id of recipients) console.log(`unread notifications of account ${id} were off`);
      for (const { id } of notifications) console.log(`notification ${id} was off`);
      const off = [moments, profiles, comments, recipients, notifications].map(({ length }) => length);
      console.log(
        `${off[0]} moments, ${off[1]} profiles, ${off[2]} comments, ${off[3]} unread counts and ${off[4]} notifications were off`,
      );
      return off.every((count) => count === 0) ? 0 : 1;
    });
  },
};
