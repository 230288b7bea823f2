import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths';

/** A function as it is deployed, from `cloudbaserc.json` and its own `config.json`. */
export interface DeployedFunction {
  readonly name: string;
  /** Absolute path of the bundle. */
  readonly file: string;
  /** Seconds. */
  readonly timeout: number;
  readonly memoryMb: number;
  /** Names of the variables that are set in the cloud; their values are in no file. */
  readonly variables: readonly string[];
  readonly triggers: readonly { readonly name: string; readonly config: string }[];
  /** WeChat APIs that it may call. */
  readonly openapi: readonly string[];
}

interface Cloudbaserc {
  readonly functions: readonly {
    readonly name: string;
    readonly timeout: number;
    readonly memorySize: number;
    readonly envVariables?: Readonly<Record<string, string>>;
    readonly triggers?: readonly { readonly name: string; readonly config: string }[];
  }[];
}

/** All functions that are deployed, in the order of `cloudbaserc.json`. */
export function deployedFunctions(): DeployedFunction[] {
  const { functions } = readJson<Cloudbaserc>(join(ROOT, 'cloudbaserc.json'));
  return functions.map(({ name, timeout, memorySize, envVariables = {}, triggers = [] }) => {
    const folder = join(ROOT, 'cloudfunctions', name);
    const config = join(folder, 'config.json');
    const permissions = existsSync(config)
      ? readJson<{ permissions?: { openapi?: readonly string[] } }>(config).permissions
      : undefined;
    return {
      name,
      file: join(folder, 'index.js'),
      timeout,
      memoryMb: memorySize,
      variables: Object.keys(envVariables),
      triggers,
      openapi: permissions?.openapi ?? [],
    };
  });
}

const readJson = <Shape>(file: string): Shape => JSON.parse(readFileSync(file, 'utf8')) as Shape;
