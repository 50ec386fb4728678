import { Injectable } from '@nestjs/common';
import { ProfileResetService } from '@moments/identity';
import type { ReportReason } from '@moments/kernel';
import { MomentsModeration } from '@moments/moments';
import type { Tx } from '@moments/platform';
import { CommentsService } from '@moments/social';
import type { Subject } from '../domain/subject.js';
import { stillThere } from './subjects.store.js';

/** Why something is taken away, as its author is told. */
interface Notice {
  reason: ReportReason;
  /** The moderator's own words; may be empty. */
  message: string;
  /** Whether the author may ask for another look; moments only. */
  appealable: boolean;
}

/** Does to each kind of subject what was decided. */
@Injectable()
export class SubjectsService {
  constructor(
    private readonly moments: MomentsModeration,
    private readonly comments: CommentsService,
    private readonly profiles: ProfileResetService,
  ) {}

  /** Takes it away and tells its author; false when it has gone already. */
  async reject(tx: Tx, subject: Subject, { reason, message, appealable }: Notice): Promise<boolean> {
    switch (subject.kind) {
      case 'moment':
        return this.moments.reject(tx, { momentId: subject.id, reason, message, appealable });
      case 'comment':
        return this.comments.removeByModerator(tx, { commentId: subject.id, reason, message });
      case 'profile':
        return this.profiles.reset(tx, { accountId: subject.id, reason, message });
    }
  }

  /** Lets it stand, or everybody see it again; false when it has gone. */
  async approve(tx: Tx, subject: Subject): Promise<boolean> {
    return subject.kind === 'moment' ? this.moments.approve(tx, subject.id) : stillThere(tx, subject);
  }
}
