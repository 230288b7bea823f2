import { Aggregator } from 'mingo/aggregator';
import { Context, ProcessingMode } from 'mingo/core';
import * as accumulator from 'mingo/operators/accumulator';
import * as expressionOperators from 'mingo/operators/expression';
import * as pipeline from 'mingo/operators/pipeline';
import * as projection from 'mingo/operators/projection';
import * as queryOperators from 'mingo/operators/query';
import * as window from 'mingo/operators/window';
import { Query } from 'mingo/query';
import type { Any, AnyObject, Options } from 'mingo/types';
import { update } from 'mingo/updater';
import { isObject, resolve } from 'mingo/util';
import { CloudError, errors } from '../errors';
import type { Doc } from '../wire';

/** mingo lets `$elemMatch: {field: …}` match elements that are no documents, as if each were the field's value. */
const $elemMatch: typeof queryOperators.$elemMatch = (selector, criteria, options) => {
  const fields = Object.keys(criteria).some((key) => !key.startsWith('$') || ['$and', '$or', '$nor'].includes(key));
  if (!fields) return queryOperators.$elemMatch(selector, criteria, options);
  const element = new Query<AnyObject>(criteria, options);
  return (doc) => {
    const list = resolve(doc, selector, { unwrapArray: true });
    return Array.isArray(list) && list.some((item) => isObject(item) && element.test(item as AnyObject));
  };
};

/** mingo's week starts on the wrong day: better no operator than a wrong one. */
const { $week: _wrong, ...expression } = expressionOperators;

/**
 * What is not here throws with its name: places (`$near`, `$geoWithin`, …), `$jsonSchema`, `$week`, `$indexOfCP`, scripts.
 * Known to differ from the real service: `$substr` takes no −1.
 */
const context = Context.init({
  accumulator,
  expression,
  pipeline,
  projection,
  query: { ...queryOperators, $elemMatch },
  window,
});

/** No scripts, as in the real service. */
const OPTIONS: Partial<Options> = { scriptEnabled: false, useStrictMode: true, context };

/** Inputs are cloned: stages may write into the documents they get, and ours are shared by all readers. */
const CLONING: Partial<Options> = { ...OPTIONS, processingMode: ProcessingMode.CLONE_INPUT };

/** A test for a condition. @throws CloudError that names what is not supported. */
export function matcher(condition: Doc): (doc: Doc) => boolean {
  if (Object.keys(condition).length === 0) return () => true;
  const query = explained(() => new Query<Doc>(condition, OPTIONS));
  return (doc) => explained(() => query.test(doc));
}

/** What comes out shares its parts with the documents, so it is to be read only: copies of all they hold would cost more than the read. */
export function project(docs: readonly Doc[], projection: Doc): readonly Doc[] {
  return explained(() => new Query<Doc>({}, OPTIONS).find<Doc>([...docs], projection).all());
}

/** @param lookup all documents of another collection, for `$lookup`. */
export function aggregate(
  docs: readonly Doc[],
  pipeline: readonly Doc[],
  lookup: (collection: string) => Doc[],
): Doc[] {
  if (pipeline.length === 0) return [...docs];
  const aggregator = explained(() => new Aggregator([...pipeline], { ...CLONING, collectionResolver: lookup }));
  return explained(() => aggregator.run([...docs] as Any[] as AnyObject[]));
}

/**
 * Applies update operators to a document of the caller's own; plain fields count as `$set`.
 * @param condition found the document; the positional `$` refers to it.
 */
export function applyUpdate(doc: Doc, changes: Doc, condition: Doc): void {
  const modifier: Record<string, Doc> = {};
  for (const [name, value] of Object.entries(changes)) {
    if (name.startsWith('$')) modifier[name] = { ...modifier[name], ...(value as Doc) };
    else modifier.$set = { ...modifier.$set, [name]: value };
  }
  if (Object.keys(modifier).length === 0) return;
  const positional = Object.values(modifier).some((fields) => Object.keys(fields).some((path) => path.includes('.$')));
  explained(() => update(doc, modifier, [], positional ? condition : {}, { cloneMode: 'deep', queryOptions: OPTIONS }));
}

/** mingo's complaints become the service's. */
function explained<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof CloudError) throw error;
    throw errors.requestFailed(error instanceof Error ? error.message : String(error));
  }
}
