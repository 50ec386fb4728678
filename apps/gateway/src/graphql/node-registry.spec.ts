import { describe, expect, it } from '@jest/globals';
import { type DepositId, newId, toGlobalId } from '@moments/kernel';
import type { GraphqlContext, ViewerContext } from './context.js';
import { asNodes, forOperators, NodeRegistry } from './node-registry.js';

const contextOf = (viewer: Partial<ViewerContext> = {}): GraphqlContext => ({
  viewer: { roles: ['VIEWER'], region: 'RU', locale: 'en', ...viewer },
  request: { id: '', address: '', outcome: {} },
});

const threeIds = (): DepositId[] => [newId<'deposit'>(), newId<'deposit'>(), newId<'deposit'>()];

describe('things that are named by their ids', () => {
  it('are read once for all of them that are asked for side by side', async () => {
    const [registry, asked] = [new NodeRegistry(), [] as (readonly DepositId[])[]];
    registry.registerAll('deposit', (ids) => {
      asked.push(ids);
      return Promise.resolve(asNodes(new Map(ids.map((id) => [id, id])), (name) => ({ name })));
    });
    const [ids, context] = [threeIds(), contextOf()];

    const found = await Promise.all(ids.map((id) => registry.read(context, toGlobalId('deposit', id))));

    expect(found).toEqual(ids.map((name) => ({ name })));
    expect(asked).toEqual([ids]);
  });

  it('are nobody’s to see but operators’ when they are for them, and are not even read for others', async () => {
    const [registry, asked] = [new NodeRegistry(), [] as (readonly DepositId[])[]];
    const read = forOperators<'deposit'>((ids) => {
      asked.push(ids);
      return Promise.resolve(new Map(ids.map((id) => [id, {}])));
    });
    registry.registerAll('deposit', read);
    const [id] = threeIds().map((each) => toGlobalId('deposit', each));

    expect(await registry.read(contextOf({ roles: ['VIEWER', 'MODERATOR'] }), id!)).toBeUndefined();
    expect(asked).toEqual([]);
    expect(await registry.read(contextOf({ roles: ['VIEWER', 'OPERATOR'] }), id!)).toEqual({});
  });

  it('have one reader for each kind', () => {
    const registry = new NodeRegistry();
    registry.registerAll('deposit', () => Promise.resolve(new Map()));
    expect(() => registry.register('deposit', () => Promise.resolve(undefined))).toThrow('two readers for deposit');
  });
});
