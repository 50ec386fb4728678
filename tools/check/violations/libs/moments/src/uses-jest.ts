import { jest } from '@jest/globals'; // no-dev-dependency
export default jest;
