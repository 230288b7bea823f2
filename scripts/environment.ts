import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths';

/** Where the keys of the real environment are kept; `tcb` reads the same file, git does not. */
export const ENV_FILE = join(ROOT, '.env.local');

/** What every script needs that talks to a real environment. */
const NEEDED = {
  TCB_ENV: '云开发环境的 ID',
  TENCENTCLOUD_SECRETID: '腾讯云访问密钥的 SecretId',
  TENCENTCLOUD_SECRETKEY: '腾讯云访问密钥的 SecretKey',
} as const;

/**
 * Puts the variables of `file` into this process's environment; what is set already wins.
 * @throws Error in Chinese where a variable of `needed` (name → what it is) is missing.
 */
export function openEnvironment(file = ENV_FILE, needed: Readonly<Record<string, string>> = NEEDED): void {
  if (existsSync(file)) process.loadEnvFile(file);
  else if (file !== ENV_FILE) throw new Error(`没有找到环境变量文件 ${file}。`);
  const missing = Object.entries(needed).filter(([name]) => !process.env[name]);
  if (missing.length > 0)
    throw new Error(
      `还缺这些环境变量，请写进 .env.local（写法见 README）：\n${missing.map(([name, what]) => `  ${name}  ${what}`).join('\n')}`,
    );
}

/** Of a founding too: the secret that seals fields, the same as the functions have. */
export const NEEDED_TO_FOUND = { ...NEEDED, FIELD_KEYS: '加密字段的密钥，与云函数的相同' };

/** Ends a script with one sentence instead of a stack. */
export function giveUp(error: unknown): void {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
