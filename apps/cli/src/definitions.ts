/*
 * Settings and jobs are known to a process once the file is loaded that defines them: those of libs whose services no command
 * uses are loaded here.
 */
import '@moments/campaigns';
import '@moments/feed';
import '@moments/moderation';
import '@moments/views';
import '@moments/webhooks';
