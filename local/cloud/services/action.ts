import type { IncomingHttpHeaders } from 'node:http';
import * as v from 'valibot';
import { errors } from '../errors';
import type { Operation } from '../operations';

/** One request of the SDK, its signature already checked. */
export interface Call {
  readonly requestId: string;
  readonly headers: IncomingHttpHeaders;
  /** The function that sent it, known by its token; absent = an operator with the key. */
  readonly caller: string | undefined;
  /** The WeChat user for whom that function runs. */
  readonly user: string | undefined;
  readonly operation: Operation;
}

/** What goes back beside `requestId`; `raw` replaces the JSON altogether. */
export type Reply = { readonly data?: unknown; readonly [field: string]: unknown } | { readonly raw: Uint8Array };

export type Action = (body: unknown, call: Call) => Reply | Promise<Reply>;

/** An action with the shape of its parameters, as `platform` notes and the SDK's source give them. */
export function action<const S extends v.GenericSchema>(
  schema: S,
  run: (parameters: v.InferOutput<S>, call: Call) => Reply | Promise<Reply>,
): Action {
  return (body, call) => {
    const parsed = v.safeParse(schema, body);
    if (!parsed.success) {
      const [issue] = parsed.issues;
      throw errors.invalidParam(`${v.getDotPath(issue) ?? 'parameters'}: ${issue.message}`);
    }
    return run(parsed.output, call);
  };
}
