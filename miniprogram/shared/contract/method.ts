import type { GenericSchema, InferInput, InferOutput } from 'valibot';
import type { Permission } from '../access/permissions';

/** One entry of the contract: what a method needs, takes and answers. */
export interface Method<I extends GenericSchema = GenericSchema, O extends GenericSchema = GenericSchema> {
  readonly permission: Permission;
  readonly input: I;
  readonly output: O;
  /** True where the answer opens a child's file or contact data, or may: the pipeline writes one audit entry when it did. */
  readonly audited?: boolean;
  /** True where a membership that is gone gives way to the caller's first; elsewhere it makes the caller a stranger. */
  readonly orFirst?: boolean;
  /** Which function serves it; `api` unless it needs the heavy libraries. */
  readonly fn?: 'documents';
}

export const method = <I extends GenericSchema, O extends GenericSchema>(m: Method<I, O>): Method<I, O> => m;

export type InputOf<M> = M extends Method<infer I, GenericSchema> ? InferInput<I> : never;
export type ParsedInputOf<M> = M extends Method<infer I, GenericSchema> ? InferOutput<I> : never;
export type OutputOf<M> = M extends Method<GenericSchema, infer O> ? InferOutput<O> : never;
