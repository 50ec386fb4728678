import { handsIn, takes, writes } from './creator-deeds.js';
import { disputes, statesCase } from './dispute-deeds.js';
import { stands } from './outcomes.js';
import { approves, asksForChanges, drafts, publishes, raisesRewardTo } from './seller-deeds.js';
import type { OrderStory } from './story.js';

/** Orders in which something is still to be done when the demo ends. */
export const underWay: readonly OrderStory[] = [
  {
    terms: {
      ...{ title: 'A winter window', brief: 'Not quite thought through.', by: 'corner.shop' },
      ...{ shows: 'Paper lantern', admission: 'FIRST_COME', reward: '4000.00', places: 5, dueOn: 45 },
    },
    days: { 18: [drafts] },
    ends: 'DRAFT',
    inOneSitting: true,
  },
  {
    // A place is free; of the others one is at work, and one has handed in.
    terms: {
      ...{ title: 'Morning with a lantern', brief: 'When it is light enough to put it out.', by: 'corner.shop' },
      ...{ shows: 'Paper lantern', admission: 'FIRST_COME', reward: '4500.00', places: 3, dueOn: 35 },
      more: { commissionBps: 500, commissionCeiling: { amount: '3000.00', currency: 'RUB' }, erid: 'Kra23f9w1B' },
    },
    days: {
      18: [publishes, takes('slow.light'), takes('field.notes')],
      19: [
        raisesRewardTo('5200.00'),
        writes('field.notes', 'field.notes', 'Is the new reward mine, too?'),
        writes('corner.shop', 'field.notes', 'It is for those who come in now; yours was promised before.'),
      ],
      20: [handsIn('slow.light')],
    },
    ends: 'OPEN',
    inOneSitting: true,
  },
  {
    // Two have applied and wait.
    terms: {
      ...{ title: 'Three ways to tie a scarf', brief: 'Pick yours.', by: 'mill.street' },
      ...{ shows: 'Silk scarf', admission: 'APPLICATION', reward: '7000.00', places: 2, dueOn: 38 },
      more: { regions: ['RU'], maxOpenStrikes: 0 },
    },
    days: {
      18: [publishes],
      19: [takes('night.garden', 'As a belt.'), takes('viewer.one', 'On a hat.')],
    },
    ends: 'OPEN',
    inOneSitting: true,
  },
  {
    // Two are invited and have said nothing.
    terms: {
      ...{ title: 'A wall of tiles', brief: 'The whole kitchen.', by: 'mill.street' },
      ...{ shows: 'Cement tiles, a square metre', admission: 'INVITED', reward: '15000.00', dueOn: 40 },
      invites: ['night.garden', 'slow.light'],
    },
    days: { 19: [publishes] },
    ends: 'OPEN',
    inOneSitting: true,
  },
  {
    // Its deadline is over: one has to stay published a while yet, the other has changes to make.
    terms: {
      ...{ title: 'A tripod on the roof', brief: 'The city, and it does not shake.', by: 'corner.shop' },
      ...{ shows: 'Travel tripod', admission: 'FIRST_COME', reward: '5500.00', places: 3, dueOn: 19 },
      ...{ keepPublishedDays: 14 },
    },
    days: {
      14: [publishes, takes('slow.light'), takes('night.garden')],
      16: [handsIn('slow.light')],
      17: [approves('slow.light'), handsIn('night.garden')],
      19: [asksForChanges('night.garden', 'Without the neighbours’ washing, please.')],
      20: [stands('CLOSED')],
    },
    ends: 'CLOSED',
  },
  {
    // An operator is waited for.
    terms: {
      ...{ title: 'Silk, seen closely', brief: 'So close that one sees the threads.', by: 'mill.street' },
      ...{ shows: 'Silk scarf', admission: 'FIRST_COME', reward: '6500.00', dueOn: 34 },
    },
    days: {
      17: [publishes, takes('field.notes')],
      18: [handsIn('field.notes')],
      19: [
        disputes('mill.street', 'field.notes', 'It is nylon.'),
        statesCase('field.notes', 'field.notes', 'It is silk; this is its label.'),
      ],
    },
    ends: 'OPEN',
    inOneSitting: true,
  },
];
