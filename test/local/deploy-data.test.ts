import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import CloudBase from '@cloudbase/manager-node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { collections } from '../../cloudfunctions/_server/data/collections';
import { deployData } from '../../scripts/deploy-data';

/** Tencent Cloud's API as far as the script uses it, behind the real manager-node: what it holds is what was written to it. */
interface Environment {
  readonly tables: Map<string, Map<string, Index>>;
  readonly acl: Map<string, string>;
  storage: string;
  functions: string | null;
  /** Actions that change something, in order. */
  readonly writes: string[];
}
interface Index {
  readonly Name: string;
  readonly Keys: readonly { readonly Name: string; readonly Direction: string }[];
  readonly Unique: boolean;
}
interface Body {
  readonly TableName: string;
  readonly CollectionName: string;
  readonly AclTag: string;
  readonly Rule: string;
  readonly MgoLimit: number;
  readonly MgoOffset: number;
  readonly CreateIndexes?: readonly {
    readonly IndexName: string;
    readonly MgoKeySchema: { readonly MgoIsUnique: boolean; readonly MgoIndexKeys: Index['Keys'] };
  }[];
  readonly DropIndexes?: readonly { readonly IndexName: string }[];
}

const builtIn = (Name: string): Index => ({ Name, Keys: [{ Name: Name.slice(0, -1), Direction: '1' }], Unique: true });

const ACTIONS: Readonly<Record<string, (env: Environment, body: Body) => object>> = {
  DescribeEnvInfo: () => ({
    EnvInfo: {
      EnvBaseInfo: {
        EnvId: 'demo-env',
        Databases: [{ InstanceId: 'tnt-1' }],
        Storages: [{ Bucket: 'b', Region: 'r' }],
      },
    },
  }),
  ListTables: ({ tables }, { MgoLimit, MgoOffset }) => ({
    Tables: [...tables.keys()].slice(MgoOffset, MgoOffset + MgoLimit).map((TableName) => ({ TableName })),
  }),
  CreateTable(env, { TableName }) {
    if (env.tables.has(TableName)) throw new Error('ResourceInUse');
    env.tables.set(TableName, new Map([['_id_', builtIn('_id_')]]));
    env.acl.set(TableName, 'PRIVATE');
    return {};
  },
  DescribeTable: ({ tables }, { TableName }) => ({ Indexes: [...(tables.get(TableName)?.values() ?? [])] }),
  UpdateTable({ tables }, { TableName, CreateIndexes = [], DropIndexes = [] }) {
    const indexes = tables.get(TableName);
    if (!indexes) throw new Error('ResourceNotFound');
    for (const { IndexName } of DropIndexes) indexes.delete(IndexName);
    for (const { IndexName, MgoKeySchema } of CreateIndexes) {
      if (indexes.has(IndexName)) throw new Error('index exists');
      indexes.set(IndexName, { Name: IndexName, Keys: MgoKeySchema.MgoIndexKeys, Unique: MgoKeySchema.MgoIsUnique });
    }
    return {};
  },
  DescribeSafeRule: ({ acl }, { CollectionName }) => ({ AclTag: acl.get(CollectionName), Rule: null }),
  ModifySafeRule({ acl }, { CollectionName, AclTag }) {
    acl.set(CollectionName, AclTag);
    return {};
  },
  DescribeStorageSafeRule: ({ storage }) => ({ AclTag: storage }),
  ModifyStorageSafeRule(env, { AclTag }) {
    env.storage = AclTag;
    return {};
  },
  DescribeSecurityRule: ({ functions }) => ({ AclTag: 'CUSTOM', Rule: functions }),
  ModifySecurityRule(env, { Rule }) {
    env.functions = Rule;
    return {};
  },
};

let environment: Environment;
let server: Server;

beforeEach(async () => {
  environment = { tables: new Map(), acl: new Map(), storage: 'READONLY', functions: null, writes: [] };
  server = createServer(async (request, response) => {
    const action = String(request.headers['x-tc-action']);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Body;
    if (!/^(?:Describe|List)/.test(action)) environment.writes.push(action);
    let answer: object;
    try {
      const act = ACTIONS[action];
      if (!act) throw new Error(`InvalidAction ${action}`);
      answer = act(environment, body);
    } catch (error) {
      answer = { Error: { Code: 'FailedOperation', Message: String(error) } };
    }
    response.end(JSON.stringify({ Response: { RequestId: 'r', ...answer } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('TCB_BASE_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await new Promise((resolve) => server.close(resolve));
});

/** What the script says; a refusal is thrown. */
async function run(dryRun = false): Promise<string> {
  const lines: string[] = [];
  const manager = new CloudBase({ envId: 'demo-env', secretId: 'id', secretKey: 'key' });
  await deployData(manager, dryRun, (line) => lines.push(line));
  return lines.join('\n');
}

describe('deploy:data', () => {
  it('makes every collection and index, closes them, and leaves them alone the second time', async () => {
    await run();
    expect([...environment.tables.keys()]).toEqual(Object.keys(collections));
    for (const [name, { indexes }] of Object.entries(collections)) {
      expect(environment.acl.get(name)).toBe('ADMINONLY');
      for (const index of indexes)
        expect(environment.tables.get(name)?.get(index.name)?.Keys).toEqual(
          index.keys.map(({ field, order }) => ({ Name: field, Direction: String(order) })),
        );
    }
    expect(environment.storage).toBe('PRIVATE');
    expect(JSON.parse(environment.functions ?? '')).toEqual({
      '*': { invoke: 'auth != null' },
      jobs: { invoke: false },
      wechat: { invoke: false },
    });
    environment.writes.length = 0;
    await run();
    expect(environment.writes).toEqual([]);
  });

  it('says on a dry run what would change, and changes nothing', async () => {
    const out = await run(true);
    expect(out).toContain('新建集合 students');
    expect(out).toContain('什么都没有改');
    expect(environment.writes).toEqual([]);
  });

  it('mends what differs, names what nobody declared, and keeps the rules of other functions', async () => {
    await run();
    environment.acl.set('students', 'READONLY');
    const indexes = environment.tables.get('audit');
    indexes?.set('schoolId_desc_at', { ...builtIn('x_'), Name: 'schoolId_desc_at', Unique: false });
    indexes?.set('by_hand', { ...builtIn('y_'), Name: 'by_hand' });
    environment.functions = JSON.stringify({ '*': { invoke: true }, other: { invoke: false } });
    environment.writes.length = 0;
    const out = await run();
    expect(out).toContain('没声明的索引 by_hand');
    expect(environment.writes.sort()).toEqual(['ModifySafeRule', 'ModifySecurityRule', 'UpdateTable', 'UpdateTable']);
    expect(environment.acl.get('students')).toBe('ADMINONLY');
    expect(indexes?.get('schoolId_desc_at')?.Keys.map(({ Name }) => Name)).toEqual(['schoolId', 'at']);
    expect(indexes?.has('by_hand')).toBe(true);
    expect(JSON.parse(environment.functions)).toMatchObject({ other: { invoke: false }, jobs: { invoke: false } });
  });

  it('fails where the platform takes a rule and does not keep it', async () => {
    await run();
    Object.defineProperty(environment, 'storage', { get: () => 'READONLY', set: () => undefined });
    await expect(run()).rejects.toThrow(/没有生效[\s\S]*云存储/);
  });
});
