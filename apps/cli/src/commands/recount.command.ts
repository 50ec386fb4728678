import { CardRecountService } from '@moments/attribution';
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
      const opened = app.get(CardRecountService);
      const { cards, moments: openings } = await (mend ? opened.mend() : opened.drift());
      for (const id of moments) console.log(`moment ${id} was off`);
      for (const id of profiles) console.log(`profile ${id} was off`);
      for (const id of comments) console.log(`comment ${id} was off`);
      for (const id of recipients) console.log(`unread notifications of account ${id} were off`);
      for (const { id } of notifications) console.log(`notification ${id} was off`);
      for (const { momentId, productId } of cards) console.log(`card of product ${productId} on ${momentId} was off`);
      for (const id of openings) console.log(`openers of moment ${id} were off`);
      const off = [moments, profiles, comments, recipients, notifications, cards, openings].map(({ length }) => length);
      console.log(
        [
          `${off[0]} moments, ${off[1]} profiles, ${off[2]} comments, ${off[3]} unread counts, ${off[4]} notifications,`,
          `${off[5]} cards and openers of ${off[6]} moments were off`,
        ].join(' '),
      );
      return off.every((count) => count === 0) ? 0 : 1;
    });
  },
};
