import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVault, maskPhone } from '../../cloudfunctions/_server/data/crypto';
import type { Sealed } from '../../cloudfunctions/_server/data/documents';
import { idOf } from '../../cloudfunctions/_server/data/ids';

const secret = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const OLD = ['k1', secret(1)] as const;
const NEW = ['k2', secret(2)] as const;
const vault = createVault([OLD]);
const rotated = createVault([NEW, OLD]);
const aText = fc.string({ unit: 'grapheme', maxLength: 200 });

describe('a sealed text', () => {
  it('opens to what it was', () => {
    fc.assert(fc.property(aText, (plain) => vault.open(vault.seal(plain)) === plain));
  });

  it('shows nothing of it, and is another one each time', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^1\d{10}$/), (phone) => {
        const [one, two] = [vault.seal(phone), vault.seal(phone)];
        expect(one).not.toBe(two);
        expect(one).not.toContain(phone);
        expect(Buffer.from(one.slice(one.indexOf('.') + 1), 'base64url').includes(phone)).toBe(false);
      }),
    );
  });

  it('opens no more once a bit of it was changed', () => {
    fc.assert(
      fc.property(aText, fc.nat(), fc.integer({ min: 0, max: 7 }), (plain, at, bit) => {
        const sealed = vault.seal(plain);
        const bytes = Buffer.from(sealed.slice(sealed.indexOf('.') + 1), 'base64url');
        const i = at % bytes.length;
        bytes[i] = (bytes[i] ?? 0) ^ (1 << bit);
        expect(() => vault.open(`k1.${bytes.toString('base64url')}` as Sealed)).toThrow();
      }),
    );
  });

  it('opens no more once it was cut short, and not with a shorter tag', () => {
    fc.assert(
      fc.property(aText, fc.nat(), (plain, n) => {
        const sealed = vault.seal(plain);
        const bytes = Buffer.from(sealed.slice(sealed.indexOf('.') + 1), 'base64url');
        const shorter = bytes.subarray(0, n % bytes.length).toString('base64url');
        expect(() => vault.open(`k1.${shorter}` as Sealed)).toThrow();
      }),
    );
  });

  it('opens with its own key only', () => {
    const stranger = createVault([['k1', secret(9)]]);
    const sealed = vault.seal('13800001234');
    expect(() => stranger.open(sealed)).toThrow();
    expect(() => vault.open(sealed.replace('k1.', 'k3.') as Sealed)).toThrow('unknown key');
    expect(() => vault.open('' as Sealed)).toThrow('unknown key');
  });
});

describe('a new key', () => {
  it('seals what is new and still opens what is old', () => {
    fc.assert(
      fc.property(aText, (plain) => {
        expect(rotated.open(vault.seal(plain))).toBe(plain);
        const sealed = rotated.seal(plain);
        expect(sealed.startsWith('k2.')).toBe(true);
        expect(rotated.open(sealed)).toBe(plain);
        expect(() => vault.open(sealed)).toThrow();
      }),
    );
  });

  it('makes the hashes anew, and finds by those of every key, the newest first', () => {
    fc.assert(
      fc.property(aText, (plain) => {
        expect(rotated.blind('phone', plain)).toBe(createVault([NEW]).blind('phone', plain));
        expect(rotated.blinds('phone', plain)).toEqual([
          createVault([NEW]).blind('phone', plain),
          vault.blind('phone', plain),
        ]);
        expect(vault.blinds('phone', plain)).toEqual([vault.blind('phone', plain)]);
      }),
    );
  });

  it('is told by each text that it sealed', () => {
    expect([vault.keyOf(vault.seal('1')), rotated.keyOf(rotated.seal('1'))]).toEqual(['k1', 'k2']);
    expect(vault.keyOf('' as Sealed)).toBe('');
    expect(rotated.keys).toEqual(['k2', 'k1']);
  });

  it('must be there, and long enough', () => {
    expect(() => createVault([])).toThrow('FIELD_KEYS');
    expect(() => createVault([['k', Buffer.alloc(31).toString('base64')]])).toThrow('32 bytes');
  });
});

describe('a blind index', () => {
  it('is equal for equal texts of one purpose only', () => {
    fc.assert(
      fc.property(aText, aText, (a, b) => {
        expect(vault.blind('phone', a) === vault.blind('phone', b)).toBe(a === b);
        expect(vault.blind('phone', a)).not.toBe(vault.blind('invite', a));
        expect(createVault([NEW]).blind('phone', a)).not.toBe(vault.blind('phone', a));
      }),
    );
  });

  it('makes ids that are the same for the same facts, and free', () => {
    fc.assert(
      fc.property(fc.array(aText, { minLength: 1, maxLength: 4 }), fc.integer({ min: 0, max: 4 }), (facts, n) => {
        const taken = new Set<string>();
        for (let i = 0; i < n; i++) taken.add(idOf(vault, facts, taken));
        expect(taken.size).toBe(n);
        const id = idOf(vault, facts, taken);
        expect(id).toBe(idOf(vault, facts, taken));
        expect(taken.has(id)).toBe(false);
        expect(id).toMatch(/^[A-Za-z0-9_.-]{22,30}$/);
      }),
    );
  });
});

it('a masked number keeps its ends', () => {
  expect(maskPhone('13812345678')).toBe('138****5678');
  fc.assert(
    fc.property(fc.stringMatching(/^1\d{10}$/), (phone) => {
      const masked = maskPhone(phone);
      expect([masked.slice(0, 3), masked.slice(-4)]).toEqual([phone.slice(0, 3), phone.slice(-4)]);
      expect(masked).not.toContain(phone.slice(3, 7));
    }),
  );
});
