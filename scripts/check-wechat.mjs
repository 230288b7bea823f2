/**
 * `npm run check:wechat`: compiles the project with WeChat's own `miniprogram-ci`, as an upload would, and compares our
 * packed npm packages with its. Catches bad WXSS, JSON and syntax, missing pages and components. Installs the tool on
 * demand into `.local/wechat-tools`, without running install scripts. No account is needed: the limits of the app, which
 * the compiler would ask WeChat's servers for, are answered here, and the key that signs an upload is made up.
 */
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '2.1.42';
/** The limits of an ordinary Mini Program, in MB and pieces, as WeChat's servers answer them. */
const ATTRIBUTES = {
  platform: true,
  appType: 0,
  isSameAppUser: true,
  gameApp: false,
  setting: {
    MaxCodeSize: 2,
    MaxSubpackageSubCodeSize: 2,
    MaxSubpackageFullCodeSize: 30,
    NavigateMiniprogramLimit: 10,
    MaxSubPackageLimit: 100,
    MinTabbarCount: 2,
    MaxTabbarCount: 5,
    MaxTabbarIconSize: 40,
    MaxJsFileSize: 500,
  },
};

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tools = join(root, '.local/wechat-tools');

/** @param {string} command @param {string[]} args @param {string} cwd */
function run(command, args, cwd) {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`${command} ${args[0]} ended with ${status}`);
}

function loadCi() {
  const manifest = join(tools, 'node_modules/miniprogram-ci/package.json');
  if (!existsSync(manifest) || JSON.parse(readFileSync(manifest, 'utf8')).version !== VERSION) {
    console.log(`installing miniprogram-ci ${VERSION} into .local/wechat-tools, once …`);
    mkdirSync(tools, { recursive: true });
    writeFileSync(join(tools, 'package.json'), '{ "private": true }\n');
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--save-exact'];
    run('npm', ['install', ...flags, `miniprogram-ci@${VERSION}`], tools);
  }
  return createRequire(join(tools, 'package.json'))('miniprogram-ci');
}

/** Our own packing must leave the same scripts, templates and styles as WeChat's. */
async function comparePacking(ci) {
  const official = mkdtempSync(join(tmpdir(), 'pack-npm-'));
  try {
    await ci.packNpmManually({
      packageJsonPath: join(root, 'package.json'),
      miniprogramNpmDistDir: official,
      ignores: [],
    });
    const [theirs, ours] = [join(official, 'miniprogram_npm'), join(root, 'miniprogram/miniprogram_npm')].map(
      codeFiles,
    );
    const differing = [
      ...theirs.filter((file) => !ours.includes(file)),
      ...ours.filter((file) => !theirs.includes(file)),
    ];
    if (differing.length > 0)
      throw new Error(`npm packing differs from WeChat's: ${differing.slice(0, 10).join(', ')}`);
  } finally {
    rmSync(official, { recursive: true });
  }
}

/** @param {string} folder */
const codeFiles = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!\.d)\.(?:js|ts|json|wxml|wxss|wxs)$/.test(file),
  );

/** Answers path → content of what would be uploaded. @returns {Promise<Record<string, string | Buffer>>} */
async function compile(ci) {
  const key = join(tools, 'private.key');
  writeFileSync(
    key,
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' }),
  );
  const { appid, setting } = JSON.parse(readFileSync(join(root, 'project.config.json'), 'utf8'));
  const ignores = [
    'node_modules/**/*',
    '.local/**/*',
    'cloudfunctions/**/*',
    'local/**/*',
    'test/**/*',
    'scripts/**/*',
  ];
  const project = new ci.Project({ appid, type: 'miniProgram', projectPath: root, privateKeyPath: key, ignores });
  project.attr = async () => ATTRIBUTES;
  const zip = join(tools, 'compiled.zip');
  // The tool names two of DevTools' switches differently.
  const switches = { ...setting, es7: setting.enhance, minify: setting.minified };
  const options = { project, version: '0.0.0', desc: 'check', setting: switches, onProgressUpdate: () => {} };
  return ci.getCompiledResult(options, zip);
}

/** Prints what each package weighs, before compression. @param {Record<string, string | Buffer>} compiled */
function printSizes(compiled) {
  const app = JSON.parse(readFileSync(join(root, 'miniprogram/app.json'), 'utf8'));
  const roots = (app.subpackages ?? []).map((subpackage) => `${subpackage.root.replace(/\/$/, '')}/`);
  const totals = new Map(['(main)', ...roots].map((name) => [name, 0]));
  for (const [file, content] of Object.entries(compiled)) {
    const owner = roots.find((name) => file.startsWith(name)) ?? '(main)';
    totals.set(owner, (totals.get(owner) ?? 0) + Buffer.byteLength(content));
  }
  for (const [name, bytes] of totals) console.log(`${(bytes / 1024).toFixed(1).padStart(8)} KB  ${name}`);
}

const start = performance.now();
try {
  run(process.execPath, ['--import', 'tsx', join(root, 'scripts/pack-npm.ts')], root);
  const ci = loadCi();
  await comparePacking(ci);
  const compiled = await compile(ci);
  printSizes(compiled);
  const files = Object.keys(compiled).length;
  console.log(`check:wechat ok: ${files} files compiled, ${((performance.now() - start) / 1000).toFixed(1)} s`);
  process.exit(0);
} catch (error) {
  console.error(`check:wechat FAILED: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
