import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { fileURLToPath } from 'node:url';
import { contextModules } from './app.module.js';
import { GraphqlServerModule } from './graphql/graphql.module.js';
import { schemaOptions } from './graphql/schema.options.js';

/** The gateway's schema as text, sorted so that a change shows as a change; needs neither database nor Redis. */
export async function printGatewaySchema(): Promise<string> {
  const builder = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: ['error'] });
  try {
    const schema = await builder.get(GraphQLSchemaFactory).create(resolvers(), schemaOptions);
    return `${printSchema(lexicographicSortSchema(schema))}\n`;
  } finally {
    await builder.close();
  }
}

/** Every class that the modules of resolvers provide; the factory takes those of them that are resolvers. */
function resolvers(): Type[] {
  const modules: Type[] = [GraphqlServerModule, ...contextModules];
  const provided = modules.flatMap((module) => (Reflect.getMetadata('providers', module) ?? []) as unknown[]);
  return provided.filter((provider): provider is Type => typeof provider === 'function');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(await printGatewaySchema());
