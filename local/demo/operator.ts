import { compose } from '../../cloudfunctions/_server/kernel/compose';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import type { Input, MethodName, Output, Reply } from '../../miniprogram/shared/contract';
import { DOCUMENT_METHODS } from '../../miniprogram/shared/limits';
import type { World } from '../world';

/** The product's own parts in this process, as the operator of the environment has them; the clock is the world's. */
export function operatorOf(world: World): Deps {
  Object.assign(process.env, world.cloud.sdkEnv, world.fieldKeys);
  return { ...compose(), now: () => world.clock.now(), log: () => undefined };
}

/** Does what a phone of the cast would do. A refusal throws with its code. */
export async function as<M extends MethodName>(
  world: World,
  openid: string,
  method: M,
  input: Input<M>,
): Promise<Output<M>> {
  const fn = (DOCUMENT_METHODS as readonly string[]).includes(method) ? 'documents' : 'api';
  const reply = (await world.cloud.invoke(fn, { method, input }, { openid, source: 'wx_client' })) as Reply<M>;
  if (!reply.ok) throw new Error(`${method} for ${openid}: ${reply.code} ${JSON.stringify(reply.details)}`);
  return reply.data;
}

/** Reads page after page in the order of ids. */
export async function allOf<T extends { readonly _id: string }>(
  page: (after: string | undefined) => Promise<T[]>,
): Promise<T[]> {
  const all: T[] = [];
  for (;;) {
    const rows = await page(all.at(-1)?._id);
    all.push(...rows);
    if (rows.length === 0) return all;
  }
}

const QUIET_MS = 1000;

/** Resolves when nothing moves in a world any more: jobs that were woken are done, WeChat told of everything. */
export async function untilQuiet({ cloud: { operations } }: World): Promise<void> {
  for (let before = -1; operations.total() !== before; ) {
    before = operations.total();
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  }
}
