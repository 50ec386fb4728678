// The one set of compiler options: the build and jest both use it.
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** Options of @swc/core for one source file; `@moments/*` becomes a relative path, so the output runs on plain Node. */
export const swcOptions = {
  swcrc: false,
  configFile: false,
  sourceMaps: true,
  module: { type: 'es6', resolveFully: true },
  jsc: {
    target: 'es2022',
    baseUrl: root,
    paths: {
      '@moments/testing/*': ['libs/*/src/testing/index.ts'],
      '@moments/*': ['libs/*/src/index.ts'],
    },
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
  },
};
