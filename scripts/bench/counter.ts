import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import type { LocalCloud } from '../../local/cloud';
import type { Input, MethodName, Output, Reply } from '../../miniprogram/shared/contract';

/** Asks in this process on the real SDK, by an instance that knows the school, and counts what reached the database. */
export class Counter {
  constructor(
    private readonly cloud: LocalCloud,
    private readonly deps: Deps,
  ) {}

  async ask<M extends MethodName>(openid: string, method: M, input: Input<M>) {
    this.cloud.operations.reset();
    const started = performance.now();
    const reply = (await serve(apiHandlers, this.deps)({ method, input }, openid)) as Reply<M>;
    const ms = performance.now() - started;
    if (!reply.ok) throw new Error(`${method}: ${reply.code} ${JSON.stringify(reply.details)}`);
    return { data: reply.data as Output<M>, ops: this.cloud.operations.total('database.'), ms };
  }
}
