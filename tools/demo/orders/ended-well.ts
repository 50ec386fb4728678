import { declines, handsIn, rates, takes, writes } from './creator-deeds.js';
import { disputes, isSettled, statesCase } from './dispute-deeds.js';
import { comesTo } from './outcomes.js';
import { admits, approves, asksForChanges, publishes, turnsAway } from './seller-deeds.js';
import type { OrderStory } from './story.js';

/** Orders for which somebody was paid. */
export const endedWell: readonly OrderStory[] = [
  {
    terms: {
      ...{ title: 'A lantern at dusk', brief: 'Show how the paper glows once it is dark.', by: 'corner.shop' },
      ...{ shows: 'Paper lantern', admission: 'FIRST_COME', reward: '6000.00', places: 2 },
      ...{ dueOn: 10, keepPublishedDays: 3 },
      more: { commissionBps: 1_000, commissionCeiling: { amount: '5000.00', currency: 'RUB' }, erid: 'Kra23f9vyQ' },
    },
    days: {
      0: [publishes],
      1: [
        takes('night.garden', 'I have a garden and no street lamp.'),
        writes('night.garden', 'night.garden', 'May it hang in a tree?'),
        writes('corner.shop', 'night.garden', 'Gladly, as long as it does not rain.'),
        takes('slow.light'),
      ],
      2: [handsIn('night.garden'), handsIn('slow.light')],
      3: [approves('night.garden'), asksForChanges('slow.light', 'Darker, please: it is to glow by itself.')],
      4: [handsIn('slow.light'), approves('slow.light')],
      7: [
        comesTo('night.garden', 'PAID'),
        rates('night.garden', 'night.garden', 5, 'Clear from the first word on.'),
        rates('corner.shop', 'night.garden', 5, 'We would hang it there ourselves.'),
      ],
      // The other side says nothing yet: so neither reads of the other.
      8: [comesTo('slow.light', 'PAID'), rates('corner.shop', 'slow.light', 4, 'Listens, and it shows.')],
    },
    ends: 'DECIDED',
  },
  {
    // The seller never looks at what was handed in: after three days that is a yes.
    terms: {
      ...{ title: 'Silk in the wind', brief: 'The scarf, a hill and some wind.', by: 'mill.street' },
      ...{ shows: 'Silk scarf', admission: 'APPLICATION', reward: '9000.00', dueOn: 12, keepPublishedDays: 1 },
    },
    days: {
      0: [publishes],
      1: [
        takes('field.notes', 'There is a hill behind the house.'),
        takes('slow.light', 'I could use a fan.'),
        takes('viewer.one'),
      ],
      2: [declines('slow.light'), turnsAway('viewer.one'), admits('field.notes'), handsIn('field.notes')],
      6: [comesTo('field.notes', 'APPROVED')],
      8: [comesTo('field.notes', 'PAID')],
    },
    ends: 'DECIDED',
  },
  {
    // A dispute in which the creator is right.
    terms: {
      ...{
        title: 'Tiles, laid by hand',
        brief: 'One square metre, from the sack to the last tile.',
        by: 'mill.street',
      },
      ...{ shows: 'Cement tiles, a square metre', admission: 'INVITED', reward: '12000.00', dueOn: 12 },
      ...{ keepPublishedDays: 1, invites: ['night.garden', 'slow.light', 'field.notes'] },
    },
    days: {
      1: [publishes],
      2: [turnsAway('field.notes'), declines('slow.light'), takes('night.garden')],
      4: [handsIn('night.garden')],
      5: [
        disputes('mill.street', 'night.garden', 'They lie upside down.'),
        statesCase('mill.street', 'night.garden', 'This is our pattern.'),
        statesCase('night.garden', 'night.garden', 'And this is how the box shows it.'),
      ],
      6: [isSettled('night.garden', '12000.00', 'They lie as the box shows it; the order says nothing else.')],
    },
    ends: 'DECIDED',
  },
  {
    // A dispute in which both are a little right.
    terms: {
      ...{ title: 'How silk is woven', brief: 'The scarf, and the loom that it comes from.', by: 'mill.street' },
      ...{ shows: 'Silk scarf', admission: 'FIRST_COME', reward: '8000.00', dueOn: 12 },
    },
    days: {
      3: [publishes],
      4: [takes('slow.light')],
      5: [handsIn('slow.light')],
      6: [asksForChanges('slow.light', 'We also want to hear from the weaver.')],
      7: [
        disputes('slow.light', 'slow.light', 'The order does not say that anybody speaks.'),
        statesCase('slow.light', 'slow.light', 'This is what was ordered.'),
      ],
      8: [isSettled('slow.light', '5333.33', 'What was ordered was shown; two changes were left, and one was fair.')],
    },
    ends: 'DECIDED',
  },
];
