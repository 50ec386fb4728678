import { deletesWork, givesUp, handsIn, takes } from './creator-deeds.js';
import { disputes, isSettled, statesCase } from './dispute-deeds.js';
import { comesTo, stands } from './outcomes.js';
import { approves, asksForChanges, cancels, publishes } from './seller-deeds.js';
import type { OrderStory } from './story.js';

/** Orders of which less became than was hoped. */
export const endedBadly: readonly OrderStory[] = [
  {
    // Nobody can take it.
    terms: {
      ...{ title: 'Seeds by the million', brief: 'A meadow that everybody sees.', by: 'corner.shop' },
      ...{ shows: 'Wild garden seeds', admission: 'FIRST_COME', reward: '2000.00', dueOn: 6 },
      more: { minFollowers: 1_000_000, regions: ['RU'] },
    },
    days: { 2: [publishes], 7: [stands('EXPIRED')] },
    ends: 'EXPIRED',
  },
  {
    // One of two took it and never came back.
    terms: {
      ...{ title: 'A scarf in one minute', brief: 'From the shelf to the street.', by: 'mill.street' },
      ...{ shows: 'Silk scarf', admission: 'FIRST_COME', reward: '4000.00', places: 2, dueOn: 8 },
      ...{ keepPublishedDays: 1 },
    },
    days: {
      5: [publishes, takes('viewer.one'), takes('slow.light')],
      6: [handsIn('slow.light')],
      7: [approves('slow.light')],
      9: [comesTo('viewer.one', 'EXPIRED'), comesTo('slow.light', 'PAID')],
    },
    ends: 'DECIDED',
  },
  {
    // A dispute in which the seller is right.
    terms: {
      ...{ title: 'A scarf and its knot', brief: 'Our scarf, tied twice.', by: 'mill.street' },
      ...{ shows: 'Silk scarf', admission: 'FIRST_COME', reward: '5000.00', dueOn: 11 },
    },
    days: {
      3: [publishes, takes('field.notes')],
      4: [handsIn('field.notes')],
      5: [
        disputes('mill.street', 'field.notes', 'That is not our scarf.'),
        statesCase('mill.street', 'field.notes', 'Ours has a hem.'),
      ],
      7: [isSettled('field.notes', '0.00', 'It is another scarf.')],
      12: [stands('EXPIRED')],
    },
    ends: 'EXPIRED',
  },
  {
    // Its seller ends it; whoever is at work goes on and is paid.
    terms: {
      ...{ title: 'Lanterns for the whole street', brief: 'Three windows, three lanterns.', by: 'corner.shop' },
      ...{ shows: 'Paper lantern', admission: 'FIRST_COME', reward: '3000.00', places: 3, dueOn: 16 },
      ...{ keepPublishedDays: 2 },
    },
    days: {
      8: [publishes, takes('slow.light'), takes('viewer.two')],
      9: [givesUp('viewer.two'), handsIn('slow.light')],
      10: [cancels, approves('slow.light')],
      13: [comesTo('slow.light', 'PAID')],
    },
    ends: 'CANCELLED',
  },
  {
    // What was approved does not stay.
    terms: {
      ...{ title: 'A tripod in the snow', brief: 'It stands where you would slip.', by: 'corner.shop' },
      ...{ shows: 'Travel tripod', admission: 'FIRST_COME', reward: '3500.00', dueOn: 15, keepPublishedDays: 7 },
    },
    days: {
      9: [publishes, takes('field.notes')],
      10: [handsIn('field.notes')],
      11: [approves('field.notes')],
      13: [deletesWork('field.notes'), comesTo('field.notes', 'CANCELLED')],
    },
    ends: 'DECIDED',
  },
  {
    // Changes were asked for and never came.
    terms: {
      ...{ title: 'Tiles in the rain', brief: 'How they shine when they are wet.', by: 'mill.street' },
      ...{ shows: 'Cement tiles, a square metre', admission: 'FIRST_COME', reward: '2500.00', dueOn: 13 },
    },
    days: {
      10: [publishes, takes('viewer.two')],
      11: [handsIn('viewer.two')],
      12: [asksForChanges('viewer.two', 'Slower at the end, please.')],
      16: [comesTo('viewer.two', 'EXPIRED')],
    },
    ends: 'EXPIRED',
  },
];
