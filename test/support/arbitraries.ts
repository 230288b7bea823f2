import * as fc from 'fast-check';
import * as v from 'valibot';

/** Values made from the contract's own schemas, so that no test keeps a second description of what a method takes. */

/** Arbitraries to use in place of a schema that is met, e.g. ids that exist for `id`. */
export type Pools = ReadonlyMap<v.GenericSchema, fc.Arbitrary<unknown>>;

/** The parts of valibot's schemas that are looked at; which of them is there follows from `type`. */
interface Node {
  readonly type: string;
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
  readonly entries: Readonly<Record<string, Schema>>;
  readonly item: Schema;
  readonly wrapped: Schema;
  readonly key: Schema;
  readonly value: Schema;
  readonly options: readonly unknown[];
  readonly literal: unknown;
}
type Schema = v.GenericSchema;
type Maker = (node: Node, of: (schema: Schema) => fc.Arbitrary<unknown>) => fc.Arbitrary<unknown>;

/** What a schema accepts. @throws Error naming a type of schema that is not known here. */
export function arbitraryOf<S extends Schema>(schema: S, pools: Pools = new Map()): fc.Arbitrary<v.InferInput<S>> {
  const of = (part: Schema): fc.Arbitrary<unknown> => {
    const pool = pools.get(part);
    if (pool) return pool;
    const node = part as unknown as Node;
    const make = MAKERS[node.type];
    if (!make) throw new Error(`no arbitrary for a schema of type ${node.type}`);
    // Each part by itself: of a list with ten days, values that are all days by chance would never come.
    return make(node, of).filter((value) => v.is(part, value));
  };
  return of(schema) as fc.Arbitrary<v.InferInput<S>>;
}

const object: Maker = ({ entries }, of) => {
  const optional = Object.keys(entries).filter((key) => entries[key]?.type === 'optional');
  const required = Object.keys(entries).filter((key) => !optional.includes(key));
  return fc.record(Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, of(entry)])), {
    requiredKeys: required,
  });
};

const MAKERS: Readonly<Record<string, Maker>> = {
  string: (node) => strings(node),
  number: (node) => numbers(node),
  boolean: () => fc.boolean(),
  literal: ({ literal }) => fc.constant(literal),
  picklist: ({ options }) => fc.constantFrom(...options),
  nullable: ({ wrapped }, of) => fc.option(of(wrapped)),
  optional: ({ wrapped }, of) => of(wrapped),
  object,
  strict_object: object,
  array: (node, of) => {
    const { min = 0, max = 10 } = bounds(node, 'length');
    return fc.array(of(node.item), { minLength: min, maxLength: Math.max(min, Math.min(max, 10)) });
  },
  record: ({ key, value }, of) => fc.dictionary(of(key) as fc.Arbitrary<string>, of(value), { maxKeys: 5 }),
  variant: ({ options }, of) => fc.oneof(...options.map((option) => of(option as Schema))),
  union: ({ options }, of) => fc.oneof(...options.map((option) => of(option as Schema))),
};

function strings(node: Node): fc.Arbitrary<string> {
  const pattern = requirement(node, 'regex') ?? requirement(node, 'iso_date');
  if (pattern instanceof RegExp) return fc.stringMatching(withoutFlags(pattern));
  const start = requirement(node, 'starts_with') ?? '';
  const { min = 0, max = 200 } = bounds(node, 'length');
  const text = fc.string({ unit: 'grapheme', minLength: min, maxLength: Math.max(min, Math.min(max, 200)) });
  return text.map((end) => `${String(start)}${end}`);
}

const withoutFlags = ({ source }: RegExp): RegExp => new RegExp(source);

function numbers(node: Node): fc.Arbitrary<number> {
  const { min = -1e9, max = 1e15 } = bounds(node, 'value');
  const step = requirement(node, 'multiple_of');
  if (typeof step === 'number')
    return fc.integer({ min: Math.ceil(min / step), max: Math.floor(max / step) }).map((n) => n * step);
  return has(node, 'integer') ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });
}

const has = ({ pipe = [] }: Node, type: string): boolean => pipe.some((part) => part.type === type);
const requirement = ({ pipe = [] }: Node, type: string): unknown =>
  pipe.find((part) => part.type === type)?.requirement;

function bounds(node: Node, of: 'length' | 'value'): { readonly min?: number; readonly max?: number } {
  const [min, max] = [requirement(node, `min_${of}`), requirement(node, `max_${of}`)];
  return { ...(typeof min === 'number' ? { min } : {}), ...(typeof max === 'number' ? { max } : {}) };
}

/** What nobody fills in: other types, operators of the database, texts that are too long, empty or no characters. */
const POISON: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  2 ** 53,
  '',
  ' ',
  '0000-00-00',
  '9999-12-31',
  '2026-02-31',
  '../../etc/passwd',
  'cloud://x/u/../out/a',
  '\u0000',
  '\ud800',
  '$where',
  'x'.repeat(5000),
  [],
  [[[[]]]],
  {},
  { $gt: '' },
  { $regex: '.*' },
  JSON.parse('{"__proto__":{"admin":true},"constructor":1}'),
];

type Path = readonly (string | number)[];
type Twist = 'replace' | 'drop' | 'add';

/** Values of which one part was changed into something that nobody fills in, taken away, or put beside. */
export const mutated = (values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(values, fc.nat(), fc.constantFrom(...POISON), fc.constantFrom<Twist>('replace', 'replace', 'drop', 'add'))
    .map(([value, at, poison, twist]) => {
      const paths = pathsOf(value);
      return twisted(value, paths[at % paths.length] ?? [], poison, twist);
    });

const pathsOf = (value: unknown, path: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]))]
    : [path];

function twisted(value: unknown, path: Path, poison: unknown, twist: Twist): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return twist === 'add' && isPlain(value) ? { ...value, unheardOf: poison } : poison;
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) };
  if (rest.length === 0 && twist === 'drop') delete copy[key];
  else copy[key] = twisted(copy[key], rest, poison, twist);
  return Array.isArray(value) ? Object.values(copy) : copy;
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
