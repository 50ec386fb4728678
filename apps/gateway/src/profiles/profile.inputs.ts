import { Field, ID, InputType } from '@nestjs/graphql';

@InputType({ description: 'What is left out stays as it is.' })
export class UpdateProfileInput {
  @Field(() => String, { nullable: true, description: '1–50 characters on one line; cannot be taken away.' })
  displayName?: string | null;

  @Field(() => String, { nullable: true, description: 'Up to 160 characters on six lines; null clears it.' })
  bio?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The old one leads to the profile, and is kept for it, for 30 days; cannot be taken away.',
  })
  handle?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'A completed upload for an AVATAR, shown once it is processed; null takes the picture away.',
  })
  avatarUploadId?: string | null;
}
