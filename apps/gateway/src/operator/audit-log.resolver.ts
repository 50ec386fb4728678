import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AuditQueries, type AuditEntryView, requireRole } from '@moments/identity';
import { idFromUuid, pageWindow, profileOf, readTimePosition, timeCursor, toGlobalId } from '@moments/kernel';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { NodeRegistry } from '../graphql/node-registry.js';
import { NodeType } from '../graphql/node.types.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { SignedIn } from '../graphql/viewer.js';
import { ProfileType } from '../profiles/profile.types.js';
import { ProfilesLoader } from '../profiles/profiles.loader.js';
import { AuditEntryConnection, AuditEntryType, OperatorQueryType } from './operator.types.js';

@Resolver(() => OperatorQueryType)
export class AuditLogResolver {
  constructor(private readonly audit: AuditQueries) {}

  @ResolveField(() => AuditEntryConnection, { description: 'What operators and moderators did, newest first.' })
  async auditLog(@SignedIn() viewer: SignedInViewer, @Args() paging: PagingArgs): Promise<Connection<AuditEntryType>> {
    requireRole(viewer, 'OPERATOR');
    const page = await this.audit.page(pageWindow(paging, readTimePosition));
    return toConnection(page, { node: toAuditEntryType, cursor: timeCursor, after: paging.after });
  }
}

@Resolver(() => AuditEntryType)
export class AuditEntryResolver {
  constructor(
    private readonly profiles: ProfilesLoader,
    private readonly nodes: NodeRegistry,
  ) {}

  @ResolveField(() => ProfileType, { description: 'The product’s own profile when it was done from the command line.' })
  async actor(@Parent() { actorId }: AuditEntryType, @Context() context: GraphqlContext): Promise<ProfileType> {
    return actorId === null ? theHouse() : this.profiles.get(context, actorId);
  }

  @ResolveField(() => NodeType, { nullable: true, description: 'Null when it is gone or not for you.' })
  async subject(
    @Parent() { subjectId }: AuditEntryType,
    @Context() context: GraphqlContext,
  ): Promise<object | undefined> {
    return subjectId === undefined ? undefined : this.nodes.read(context, subjectId);
  }
}

const toAuditEntryType = ({ id, at, actorId, action, subject, details }: AuditEntryView): AuditEntryType =>
  Object.assign(new AuditEntryType(), { id, at, action, subjectId: subject ?? undefined, details, actorId });

// Nobody has this id, and the handle is reserved.
const houseId = idFromUuid<'account'>('00000000-0000-0000-0000-000000000000');

const theHouse = (): ProfileType =>
  Object.assign(new ProfileType(), {
    id: toGlobalId('profile', profileOf(houseId)),
    handle: 'moments',
    displayName: 'Moments',
    bio: '',
    badges: [],
    accountId: houseId,
  });
