/**
 * `npm run deploy:data [-- --dry-run] [-- --env-file FILE]`: makes an environment's collections, indexes and rules what
 * the sources declare. May be repeated; what is right already is left alone, and what nobody declared is named, not dropped.
 * Environment: TCB_ENV, TENCENTCLOUD_SECRETID, TENCENTCLOUD_SECRETKEY (from .env.local if they are not set).
 */
import { isDeepStrictEqual, parseArgs } from 'node:util';
import CloudBase from '@cloudbase/manager-node';
import { collections, type IndexDeclaration } from '../cloudfunctions/_server/data/collections';
import { giveUp, openEnvironment } from './environment';
import { isMain } from './paths';

/** One thing that is not as declared. `apply` is missing where a person has to decide. */
interface Step {
  readonly what: string;
  readonly apply?: () => Promise<unknown>;
}

/** Clients reach no collection at all: everything goes through the functions. */
const CLOSED = 'ADMINONLY';
/**
 * Whoever uploaded a file may read and replace it, nobody else. What the server wrote is the server's, so clients get links to it.
 * The basic permission says this without an expression; the path is checked by the functions (wechat/uploads.ts).
 */
const OWN_FILES = 'PRIVATE';
/** Who may call a function from a phone. A rule for `*` must be there; `jobs` and `wechat` are for timers and WeChat alone. */
const FUNCTION_RULES = {
  '*': { invoke: 'auth != null' },
  jobs: { invoke: false },
  wechat: { invoke: false },
};
/** The platform makes these itself. */
const BUILT_IN = /^_(?:id|openid)_/;

/** Compares the environment with the declarations. Reads only. */
async function planOf(manager: CloudBase): Promise<Step[]> {
  const known = await collectionNames(manager);
  const steps: Step[] = [];
  for (const [name, { indexes }] of Object.entries(collections))
    steps.push(...(known.has(name) ? await changesOf(manager, name, indexes) : newCollection(manager, name, indexes)));
  return [...steps, ...(await storageSteps(manager)), ...(await functionSteps(manager))];
}

/** Does what the plan says, in its order, and checks by a second look that it holds. Answers what still differs. */
async function applyPlan(manager: CloudBase, steps: readonly Step[], log: (line: string) => void): Promise<Step[]> {
  for (const { what, apply } of steps) {
    if (!apply) continue;
    await apply();
    log(`ok  ${what}`);
  }
  return (await planOf(manager)).filter(({ apply }) => apply);
}

const PAGE = 100;

async function collectionNames({ database }: CloudBase): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (let offset = 0; ; offset += PAGE) {
    const { Collections } = await database.listCollections({ MgoLimit: PAGE, MgoOffset: offset });
    for (const { CollectionName } of Collections) names.add(CollectionName);
    if (Collections.length < PAGE) return names;
  }
}

const newCollection = (manager: CloudBase, name: string, indexes: readonly IndexDeclaration[]): Step[] => [
  { what: `新建集合 ${name}`, apply: () => manager.database.createCollection(name) },
  ...indexes.map((index) => creation(manager, name, index)),
  closing(manager, name),
];

async function changesOf(manager: CloudBase, name: string, indexes: readonly IndexDeclaration[]): Promise<Step[]> {
  const { Indexes = [] } = await manager.database.describeCollection(name);
  const there = new Map(
    Indexes.filter((index) => !BUILT_IN.test(index.Name)).map(({ Name, Keys, Unique }) => [
      Name,
      shapeOf(
        Keys.map((key) => [key.Name ?? '', Number(key.Direction)]),
        Unique,
      ),
    ]),
  );
  const wanted = new Map(indexes.map((index) => [index.name, index]));
  const { AclTag } = await ask(manager, 'DescribeSafeRule', { CollectionName: name });
  return [
    ...indexes
      .filter((index) => !isDeepStrictEqual(there.get(index.name), declaredShape(index)))
      .flatMap((index) => [
        ...(there.has(index.name) ? [removal(manager, name, index.name)] : []),
        creation(manager, name, index),
      ]),
    ...[...there.keys()]
      .filter((index) => !wanted.has(index))
      .map((index) => ({ what: `集合 ${name} 有没声明的索引 ${index}，请自行决定是否删除` })),
    ...(AclTag === CLOSED ? [] : [closing(manager, name)]),
  ];
}

/** An index as something to compare: fields with their order, and whether it is unique. */
const shapeOf = (keys: readonly (readonly [string, number])[], unique: boolean) => ({ keys, unique });
const declaredShape = ({ keys, unique = false }: IndexDeclaration) =>
  shapeOf(
    keys.map(({ field, order }) => [field, order] as const),
    unique,
  );

const creation = (
  { database }: CloudBase,
  collection: string,
  { name, keys, unique = false }: IndexDeclaration,
): Step => ({
  what: `新建索引 ${collection}.${name}${unique ? '（唯一）' : ''}`,
  apply: () =>
    database.updateCollection(collection, {
      CreateIndexes: [
        {
          IndexName: name,
          MgoKeySchema: {
            MgoIsUnique: unique,
            MgoIndexKeys: keys.map(({ field, order }) => ({ Name: field, Direction: String(order) })),
          },
        },
      ],
    }),
});

const removal = ({ database }: CloudBase, collection: string, name: string): Step => ({
  what: `删除与声明不同的索引 ${collection}.${name}`,
  apply: () => database.updateCollection(collection, { DropIndexes: [{ IndexName: name }] }),
});

const closing = (manager: CloudBase, name: string): Step => ({
  what: `集合 ${name} 不让客户端读写`,
  apply: () => ask(manager, 'ModifySafeRule', { CollectionName: name, AclTag: CLOSED }),
});

async function storageSteps({ storage }: CloudBase): Promise<Step[]> {
  if ((await storage.getStorageAcl()) === OWN_FILES) return [];
  return [{ what: '云存储只让上传的人读写自己的文件', apply: () => storage.setStorageAcl(OWN_FILES) }];
}

/** The rules of all functions are one text; those of functions that are not ours stay. */
async function functionSteps(manager: CloudBase): Promise<Step[]> {
  const { Rule } = await ask(manager, 'DescribeSecurityRule', { ResourceType: 'FUNCTION' });
  const now: unknown = Rule ? JSON.parse(Rule) : {};
  const wanted = { ...(now as object), ...FUNCTION_RULES };
  if (isDeepStrictEqual(now, wanted)) return [];
  return [
    {
      what: '云函数 jobs、wechat 不让客户端调用',
      apply: () =>
        ask(manager, 'ModifySecurityRule', {
          ResourceType: 'FUNCTION',
          AclTag: 'CUSTOM',
          Rule: JSON.stringify(wanted),
        }),
    },
  ];
}

/** The API's own names: the manager's documentation calls rules this way (安全规则), it has no method for them. */
const ask = (manager: CloudBase, Action: string, Param: object): Promise<{ AclTag?: string; Rule?: string | null }> =>
  manager.commonService().call({ Action, Param: { EnvId: manager.currentEnvironment().getEnvId(), ...Param } });

/** Looks, says and, unless it is a dry run, does. @throws Error where the platform took a change and did not keep it. */
export async function deployData(manager: CloudBase, dryRun: boolean, log: (line: string) => void): Promise<void> {
  const steps = await planOf(manager);
  for (const { what, apply } of steps) if (!apply || dryRun) log(`${apply ? '要做' : '注意'}  ${what}`);
  if (dryRun) return log(`${steps.filter(({ apply }) => apply).length} 处要改，这次什么都没有改。`);
  const left = await applyPlan(manager, steps, log);
  if (left.length > 0)
    throw new Error(`平台收下了但没有生效，请稍后再运行一次：\n${left.map(({ what }) => `  ${what}`).join('\n')}`);
  log('集合、索引和规则与声明一致。');
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { 'dry-run': { type: 'boolean', default: false }, 'env-file': { type: 'string' } },
  });
  openEnvironment(values['env-file']);
  const { TCB_ENV = '', TENCENTCLOUD_SECRETID = '', TENCENTCLOUD_SECRETKEY = '' } = process.env;
  const manager = new CloudBase({ envId: TCB_ENV, secretId: TENCENTCLOUD_SECRETID, secretKey: TENCENTCLOUD_SECRETKEY });
  console.log(`环境 ${TCB_ENV}`);
  await deployData(manager, values['dry-run'], console.log);
}

if (isMain(import.meta)) await main().catch(giveUp);
