export {
  aComment,
  type ModerationWorld,
  openCaseOf,
  openModerationWorld,
  toldOf,
  underRules,
} from './moderation-world.js';
