import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { type ViewRejection, viewRejections } from '@moments/views';
import { enumOf } from '../graphql/enum-of.js';
import { DateTimeScalar } from '../graphql/scalars.js';
import { Payload } from '../graphql/user-error.types.js';

const ViewRejectionEnum = enumOf(viewRejections);
registerEnumType(ViewRejectionEnum, {
  name: 'ViewRejection',
  valuesMap: {
    INVALID_TOKEN: { description: 'Not a playback token, or another viewer’s or device’s.' },
    EXPIRED_TOKEN: { description: 'Watched when the token was no longer good.' },
    IMPLAUSIBLE: {
      description:
        'Longer than the moment plays, before it was served, in the future, or with all that the viewer tells more than time has passed.',
    },
    TOO_OLD: { description: 'Told too late.' },
  },
});

@InputType()
export class ViewEventInput {
  @Field(() => ID, { description: 'Made by the client, a UUID best; sending it again changes nothing.' }) id!: string;
  @Field(() => String, { description: 'Of the feed item that was watched.' }) playbackToken!: string;
  @Field(() => Int, { description: 'Time on the screen, over all loops.' }) watchedMs!: number;
  @Field(() => Int, { nullable: true, description: 'Where in the video the viewer left.' }) positionMs?: number | null;
  @Field(() => Int, { nullable: true, defaultValue: 0, description: 'How often it began again from the start.' })
  loops?: number | null;
  @Field(() => DateTimeScalar) occurredAt!: Date;
}

@InputType()
export class RecordViewsInput {
  @Field(() => [ViewEventInput], { description: 'At most 200.' }) events!: ViewEventInput[];
}

@ObjectType('RejectedView')
export class RejectedViewType {
  @Field(() => ID) id!: string;
  @Field(() => ViewRejectionEnum) code!: ViewRejection;
}

@ObjectType('RecordViewsPayload', { description: 'Every event of the input is in one of the three.' })
export class RecordViewsPayload extends Payload {
  // What is missing here is nothing there: a report that is refused as a whole has user errors and no outcome.
  accepted?: number;
  duplicates?: number;
  rejected?: RejectedViewType[];
}
