import { describe, expect, it } from '@jest/globals';
import { campaignTransitions, engagementTransitions } from '@moments/campaigns';
import { campaignDiagrams, stateDiagram } from './campaign-diagrams.js';

describe('the diagrams of campaigns', () => {
  it('draw every way of a machine, where it begins and where it ends', () => {
    expect(stateDiagram({ A: { goOn: 'B' }, B: {} }, ['A'])).toBe(
      ['```mermaid', 'stateDiagram-v2', '  [*] --> A', '  A --> B: go on', '  B --> [*]', '```'].join('\n'),
    );
  });

  it('have an arrow for each transition of both machines', () => {
    const text = campaignDiagrams();
    for (const machine of [campaignTransitions, engagementTransitions]) {
      for (const [from, commands] of Object.entries(machine)) {
        for (const to of Object.values(commands)) expect(text).toContain(`  ${from} --> ${to}: `);
      }
    }
  });
});
