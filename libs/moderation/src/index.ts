export { AppealsService } from './appeals/appeals.service.js';
export { CasesQueries, type CaseReport, type CaseView } from './cases/cases.queries.js';
export { DecisionsService } from './decisions/decisions.service.js';
export { type CaseOutcome, caseOutcomes } from './domain/moderation-case.js';
export { type Subject } from './domain/subject.js';
export { ModerationModule } from './moderation.module.js';
export { ModerationJobsModule } from './moderation-jobs.module.js';
export { ReportsService } from './reports/reports.service.js';
export { StrikesQueries } from './strikes/strikes.queries.js';
