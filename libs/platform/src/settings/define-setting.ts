import type { z } from 'zod';

/** A number, list or rule that the people who run the product may change while it runs. */
export interface SettingDefinition<Value = unknown> {
  /** The lib and what it is about, words joined by hyphens: `views.retention-days`. */
  readonly name: string;
  readonly schema: z.ZodType<Value>;
  /** In force until somebody sets another. */
  readonly fallback: Value;
}

const spelling = /^[a-z]+\.[a-z]+(-[a-z]+)*$/;
const definitions = new Map<string, SettingDefinition>();

/** Declares a setting; its fallback must satisfy its own schema, and its name must be new and spelled as all are. */
export function defineSetting<Value>(definition: SettingDefinition<Value>): SettingDefinition<Value> {
  if (!spelling.test(definition.name)) throw new Error(`setting ${definition.name} is not spelled lib.some-words`);
  if (definitions.has(definition.name)) throw new Error(`setting ${definition.name} is defined twice`);
  definition.schema.parse(definition.fallback);
  definitions.set(definition.name, definition);
  return definition;
}

/** Every setting that the process has loaded, by name. */
export const allSettings = (): ReadonlyMap<string, SettingDefinition> => definitions;
