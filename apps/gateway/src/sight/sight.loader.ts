import { Injectable } from '@nestjs/common';
import type { AccountId } from '@moments/kernel';
import { type ProfileConnections, SocialQueries } from '@moments/social';
import { batched } from '../graphql/batched.js';
import type { GraphqlContext } from '../graphql/context.js';

/**
 * What a viewer sees of somebody: everything; the shell of somebody whom they have blocked, so that they can unblock
 * them; or nothing, as if there were nobody.
 */
export type Sight = 'everything' | 'shell' | 'nothing';

const untied: Omit<ProfileConnections, 'accountId'> = {
  followers: 0,
  following: 0,
  likesReceived: 0,
  followedByViewer: false,
  mutedByViewer: false,
  blockedByViewer: false,
  hiddenFromViewer: false,
};

/**
 * Who sees whom, and how profiles are tied, with their counters: one statement for all of a request's profiles, so that
 * whoever shows counters or flags anyway asks for sight at no cost.
 */
@Injectable()
export class SightLoader {
  private readonly profiles = batched<AccountId, ProfileConnections>((ids, { accountId }) =>
    this.social.ofProfiles(accountId, ids),
  );

  constructor(private readonly social: SocialQueries) {}

  /** What this viewer sees of somebody's profile. Those who have not signed in are blocked by nobody. */
  async of(context: GraphqlContext, accountId: AccountId): Promise<Sight> {
    const { viewer } = context;
    if (!viewer.accountId || viewer.accountId === accountId) return 'everything';
    return sightOf((await this.profiles.load(context, accountId)) ?? untied);
  }

  /** Whether the viewer sees what somebody made: nothing of it once one of them has blocked the other. */
  async sees(context: GraphqlContext, accountId: AccountId): Promise<boolean> {
    return (await this.of(context, accountId)) === 'everything';
  }

  /** How somebody is tied; nothing is counted for those who are apart. */
  async ties(context: GraphqlContext, accountId: AccountId): Promise<Omit<ProfileConnections, 'accountId'>> {
    const ties = (await this.profiles.load(context, accountId)) ?? untied;
    const { blockedByViewer, mutedByViewer } = ties;
    return sightOf(ties) === 'everything' ? ties : { ...untied, blockedByViewer, mutedByViewer };
  }

  /** After a follow, a block, a mute: what was read of the profiles before is no longer so. */
  forget(context: GraphqlContext, ...accountIds: readonly AccountId[]): void {
    for (const accountId of accountIds) this.profiles.clear(context, accountId);
  }
}

function sightOf({ hiddenFromViewer, blockedByViewer }: Omit<ProfileConnections, 'accountId'>): Sight {
  if (hiddenFromViewer) return 'nothing';
  return blockedByViewer ? 'shell' : 'everything';
}
