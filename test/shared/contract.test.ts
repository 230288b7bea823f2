import * as fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { documentHandlers } from '../../cloudfunctions/_server/documents/handlers';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { permissions } from '../../miniprogram/shared/access/permissions';
import { contract, type MethodName } from '../../miniprogram/shared/contract';
import type { Method } from '../../miniprogram/shared/contract/method';
import { day } from '../../miniprogram/shared/contract/shapes';
import { DOCUMENT_METHODS } from '../../miniprogram/shared/limits';
import { arbitraryOf } from '../support/arbitraries';
import { filesOf, read } from '../support/sources';

const METHODS = Object.keys(contract) as MethodName[];
const specOf = (method: MethodName): Method => contract[method];

/** One part of a schema, as far as it is looked at here. */
interface Part {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Part>>;
  readonly item?: Part;
  readonly wrapped?: Part;
  readonly options?: readonly unknown[];
  readonly pipe?: readonly { readonly type: string }[];
}

/** familyTime → family-time, as files are named. */
const inKebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The schemas of which one must hold; of a list of texts there are none. */
const alternativesOf = ({ type, options = [] }: Part): Part[] =>
  type === 'union' || type === 'variant' ? (options as Part[]) : [];

/** A schema with all its parts, by path. */
function partsOf(part: Part, path = ''): (readonly [string, Part])[] {
  const inner: (readonly [string, Part])[] = [
    ...Object.entries(part.entries ?? {}).map(([key, entry]) => [`${path}.${key}`, entry] as const),
    ...[part.item, part.wrapped].flatMap((one) => (one ? [[path, one] as const] : [])),
    ...alternativesOf(part).map((one) => [path, one] as const),
  ];
  return [[path, part], ...inner.flatMap(([key, one]) => partsOf(one, key))];
}

describe('the contract', () => {
  it('names capability and verb', () => {
    expect(METHODS.filter((method) => !/^[a-z]+(?:[A-Z][a-z]+)*\.[a-z]+(?:[A-Z][a-z]+)*$/.test(method))).toEqual([]);
  });

  it('keeps each method in the file of its capability, or in one that is named after it', () => {
    const misplaced = filesOf(['miniprogram/shared/contract'], /\.ts$/).flatMap((file) =>
      [...read(file).matchAll(/^ {2}'(\w+)\.\w+': method\(/gm)]
        .filter(([, capability = '']) => !new RegExp(`/${inKebab(capability)}(-\\w+)?\\.ts$`).test(file))
        .map(([line]) => `${file}: ${line.trim()}`),
    );
    expect(misplaced).toEqual([]);
  });

  it('asks for permissions that there are', () => {
    expect(METHODS.filter((method) => !Object.hasOwn(permissions, specOf(method).permission))).toEqual([]);
  });

  it('is served, each method once, by the function it names', () => {
    const documents = METHODS.filter((method) => Object.hasOwn(documentHandlers, method));
    const api = METHODS.filter((method) => Object.hasOwn(apiHandlers, method));
    expect([...documents, ...api].sort()).toEqual([...METHODS].sort());
    expect(documents.sort()).toEqual([...DOCUMENT_METHODS].sort());
    expect(METHODS.filter((method) => specOf(method).fn === 'documents').sort()).toEqual([...DOCUMENT_METHODS].sort());
  });

  it('has what opens a file or a number in the access log', () => {
    expect(METHODS.filter((method) => specOf(method).audited).sort()).toEqual([
      'accounts.invite',
      'accounts.revoke',
      'calls.start',
      'concerns.list',
      'concerns.open',
      'contacts.addMember',
      'contacts.answer',
      'contacts.checks',
      'contacts.delegate',
      'contacts.delegationLetter',
      'contacts.endDelegation',
      'contacts.export',
      'contacts.file',
      'contacts.phone',
      'contacts.printCards',
      'contacts.proposals',
      'contacts.removeMember',
      'contacts.reveal',
      'contacts.save',
      'contacts.timeline',
      'desk.lease',
      'ledger.child',
      'ledger.school',
      'letters.forgetSecret',
      'letters.handedVoice',
      'letters.reported',
      'notices.board',
      'notices.export',
      'notices.open',
      'notices.person',
      'notices.slips',
      'pairing.history',
      'pairing.ofMentor',
      'plans.list',
      'plans.open',
      'privacy.answer',
      'privacy.auditPack',
      'privacy.consentPaper',
      'privacy.consents',
      'privacy.erasePreview',
      'privacy.export',
      'privacy.requests',
      'records.book',
      'records.list',
      'records.open',
      'roster.page',
      'roster.preview',
      'transfer.accept',
      'transfer.leave',
      'transfer.look',
      'transfer.rejoin',
    ]);
  });
});

describe('a day', () => {
  it.each(['2026-02-29', '2026-02-31', '2026-11-31', '2026-13-01', '2026-1-1'])('is not %s', (text) => {
    expect(v.is(day, text)).toBe(false);
  });
  it.each(['2024-02-29', '2026-12-31'])('is %s', (text) => {
    expect(v.is(day, text)).toBe(true);
  });
});

describe.each(METHODS)('%s', (method) => {
  const { input, output } = specOf(method);

  it('takes an object of known fields, and lists and texts of a known size', () => {
    const parts = partsOf(input as unknown as Part);
    expect(parts.filter(([, { type }]) => type === 'object').map(([path]) => path)).toEqual([]);
    const whole = input as unknown as Part;
    const alternatives = alternativesOf(whole);
    for (const { type } of alternatives.length > 0 ? alternatives : [whole]) expect(type).toBe('strict_object');
    const sized = ['max_length', 'regex', 'iso_date'];
    const boundless = parts.filter(
      ([, { type, pipe = [] }]) =>
        (type === 'string' || type === 'array') && !pipe.some((one) => sized.includes(one.type)),
    );
    expect(boundless.map(([path]) => path)).toEqual([]);
  });

  it('takes what its schema describes and answers what its schema describes', () => {
    for (const schema of [input, output])
      fc.assert(
        fc.property(arbitraryOf(schema), (value) => v.safeParse(schema, JSON.parse(JSON.stringify(value))).success),
        { numRuns: 25 },
      );
  });
});
