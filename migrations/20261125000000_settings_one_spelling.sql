-- Names of settings have hyphens between their words, all of them. What operators have set is kept under the new names; the old
-- rows stay for the release before, which still reads them while this one takes its place.
insert into settings (name, version, value, set_by, set_at)
select replace(name, '_', '-'), version, value, set_by, set_at
  from settings
 where name in ('identity.sign_up', 'identity.sign_up_limits', 'identity.attempt_limits', 'social.comment_spam',
                'views.day_counting', 'views.playback_token_hours', 'views.retention_days', 'views.hosting_networks');
