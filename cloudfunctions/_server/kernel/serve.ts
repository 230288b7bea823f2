import * as v from 'valibot';
import { scopesOf } from '../../../miniprogram/shared/access/permissions';
import {
  contract,
  type Envelope,
  type MethodName,
  type Output,
  type ParsedInput,
  type Reply,
} from '../../../miniprogram/shared/contract';
import type { Method } from '../../../miniprogram/shared/contract/method';
import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import { AppError, type ErrorCode, type ErrorDetails } from '../../../miniprogram/shared/errors/catalogue';
import { writeAudit } from '../audit/write';
import { Conflict } from '../data/store';
import type { Caller, Ctx, Deps } from './deps';
import { identify } from './identify';
import { NOWHERE, reachOf } from './reach';

type Handler<M extends MethodName> = (ctx: Ctx, input: ParsedInput<M>) => Promise<Output<M>>;
/** The handlers of a capability: every method of the contract whose name begins so. A missing one does not compile. */
export type Handlers<Prefix extends string> = {
  readonly [M in Extract<MethodName, `${Prefix}.${string}`>]: Handler<M>;
};
export type AllHandlers = { readonly [M in MethodName]: Handler<M> };
export type SomeHandlers = { readonly [M in MethodName]?: Handler<M> };

/** identify → authorise → parse → run → audit → check output. One order, one place. */
export function serve(handlers: SomeHandlers, deps: Deps) {
  return async (event: Envelope, openid: string | undefined): Promise<Reply> => {
    const trace = deps.newId();
    const started = deps.now();
    const line: Record<string, unknown> = { trace, method: event.method, requestId: event.requestId };
    const refuse = (code: ErrorCode, details: ErrorDetails = {}): Reply => {
      deps.log({ ...line, code, ms: deps.now() - started });
      return { ok: false, code, details, trace, now: deps.now() };
    };
    try {
      if (!isMethod(event.method) || !handlers[event.method]) return refuse('system.version');
      const method = event.method;
      if (!openid) return refuse('auth.unbound');
      const caller = await identify(deps.store, openid, { as: event.as, orFirst: specOf(method).orFirst ?? false });
      line.role = caller.role;
      const ctx = await authorise(deps, caller, method);
      const data = await run(handlers, method, ctx, event.input, trace);
      deps.log({ ...line, ms: deps.now() - started });
      return { ok: true, data, now: deps.now() };
    } catch (error) {
      if (error instanceof AppError) return refuse(error.code, error.details);
      if (error instanceof Conflict) return refuse('system.busy');
      line.error = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return refuse('system.internal');
    }
  };
}

const isMethod = (name: unknown): name is MethodName => typeof name === 'string' && Object.hasOwn(contract, name);
const specOf = (method: MethodName): Method => contract[method];

/** The context of a request, or the refusal: a stranger is asked to bind first, a role without the permission is told so. */
async function authorise(deps: Deps, caller: Caller, method: MethodName): Promise<Omit<Ctx, 'opened'>> {
  const scopes = scopesOf(caller.role, specOf(method).permission);
  if (scopes.length === 0) throw new AppError(caller.kind === 'stranger' ? 'auth.unbound' : 'auth.forbidden');
  const reach = await reachOf(caller, scopes, deps.now(), deps.schoolOf);
  if (reach === 'off-duty') throw new AppError('auth.off-duty');
  if (reach === 'not-officer') throw new AppError('auth.forbidden');
  const reachFor: Ctx['reachFor'] = async (permission) => {
    const other = await reachOf(caller, scopesOf(caller.role, permission), deps.now(), deps.schoolOf);
    return typeof other === 'string' ? NOWHERE : other;
  };
  return { ...deps, caller, role: caller.role, reach, reachFor, today: dayOf(deps.now()) };
}

async function run<M extends MethodName>(
  handlers: SomeHandlers,
  method: M,
  context: Omit<Ctx, 'opened'>,
  raw: unknown,
  trace: string,
): Promise<Output<M>> {
  const spec = specOf(method);
  const opened = new Set<string>();
  let why: string | undefined;
  const ctx: Ctx = {
    ...context,
    opened: (ids, reason) => {
      if (!spec.audited) throw new Error(`${method} opens files but is not marked as audited`);
      for (const id of ids) opened.add(id);
      why ??= reason;
    },
  };
  const input = parseInput(spec, raw) as ParsedInput<M>;
  const handler = handlers[method] as Handler<M>;
  const data = await handler(ctx, input);
  // What is done to the access of staff concerns no child and is written down all the same.
  if (opened.size > 0 || why !== undefined) await writeAudit(ctx, { method, trace, opened, why });
  return v.parse(spec.output, data) as Output<M>;
}

function parseInput(spec: Method, raw: unknown): unknown {
  const result = v.safeParse(spec.input, raw ?? {});
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new AppError('input.invalid', { field: v.getDotPath(issue) ?? '', rule: issue.type });
}
