import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { FunctionDeclaration } from '../declarations';

/** `cloudbaserc.json`, as the `tcb` command line reads it. */
const deployment = v.object({
  functions: v.array(
    v.object({
      name: v.string(),
      timeout: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(60)), 3),
      memorySize: v.optional(v.number(), 256),
      envVariables: v.optional(v.record(v.string(), v.string()), {}),
      triggers: v.optional(v.array(v.object({ name: v.string(), type: v.literal('timer'), config: v.string() })), []),
    }),
  ),
});

/** `cloudfunctions/<name>/config.json`, as WeChat DevTools reads it. */
const wechatConfig = v.object({
  permissions: v.optional(v.object({ openapi: v.optional(v.array(v.string()), []) }), { openapi: [] }),
});

/**
 * The functions as they are deployed: `cloudbaserc.json` of the repository for limits, variables and timers, each
 * function's `config.json` for the WeChat APIs it may call. `{{env.NAME}}` in a variable is taken from this process's
 * environment, as the command line does.
 * @param root of the repository. @throws if a file is missing or malformed.
 */
export function readFunctions(root: string): FunctionDeclaration[] {
  const { functions } = v.parse(deployment, readJson(join(root, 'cloudbaserc.json')));
  return functions.map(({ name, timeout, memorySize, envVariables, triggers }) => {
    const folder = join(root, 'cloudfunctions', name);
    const config = join(folder, 'config.json');
    const { permissions } = v.parse(wechatConfig, existsSync(config) ? readJson(config) : {});
    const environment = Object.entries(envVariables).map(([key, value]) => [key, filled(value)] as const);
    return {
      name,
      file: join(folder, 'index.js'),
      timeout,
      memoryMb: memorySize,
      triggers,
      openapi: permissions.openapi,
      environment: Object.fromEntries(environment),
    };
  });
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function filled(value: string): string {
  return value.replace(/\{\{\s*env\.(\w+)\s*\}\}/g, (_, name: string) => process.env[name] ?? '');
}
