/**
 * The one door of every npm script: `node scripts/run.mjs <command> [args]`. Plain Node without a dependency, because it
 * runs before anything is installed: checks Node, installs what is missing, then runs the command's TypeScript by tsx.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COMMANDS = {
  start: 'local/start.ts',
  cloud: 'local/cloud/main.ts',
  test: 'scripts/test.ts',
  check: 'scripts/check.ts',
  bench: 'scripts/bench.ts',
  build: 'scripts/build.ts',
  'deploy:data': 'scripts/deploy-data.ts',
  'school:found': 'scripts/found-school.ts',
  pictures: 'scripts/pictures.ts',
};

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lockFile = join(root, 'package-lock.json');
const stampFile = join(root, 'node_modules/.install-stamp');

/** @param {string} sentence */
function giveUp(sentence) {
  console.error(sentence);
  process.exit(1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 12)) return;
  giveUp(
    `需要 Node.js 20.12 或更新的版本，现在是 ${process.versions.node}，请到 https://nodejs.org 安装。` +
      ` Node.js 20.12 or newer is needed, this is ${process.versions.node}.`,
  );
}

/** Is node_modules what package-lock.json says? Our own stamp says so, or npm's own record is as new as the lock. */
function isInstalled() {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockHash()) return true;
  const record = join(root, 'node_modules/.package-lock.json');
  return existsSync(record) && statSync(record).mtimeMs + 5000 >= statSync(lockFile).mtimeMs;
}

const lockHash = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');

function install() {
  if (!isInstalled()) {
    console.log('正在安装依赖，只需一次 / installing dependencies, once …');
    const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
    const npm = process.env.npm_execpath;
    const { status } = npm
      ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
      : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
    if (status !== 0) giveUp('依赖没有装上，请检查网络后再试。 npm ci failed: check the network and try again.');
  }
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== lockHash()) writeFileSync(stampFile, lockHash());
}

/** @param {string} file @param {string[]} args */
function run(file, args) {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, file), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));
}

const [command = '', ...args] = process.argv.slice(2);
const file = Object.hasOwn(COMMANDS, command) ? COMMANDS[/** @type {keyof typeof COMMANDS} */ (command)] : undefined;
checkNode();
if (file === undefined) giveUp(`用法 usage: node scripts/run.mjs ${Object.keys(COMMANDS).join(' | ')}`);
else {
  install();
  run(file, args);
}
