import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Findable, finding, queryKeys } from '../../cloudfunctions/_server/contacts/finding';
import { placesOf } from '../../cloudfunctions/_server/contacts/places';
import { createVault } from '../../cloudfunctions/_server/data/crypto';
import type { Condition } from '../../cloudfunctions/_server/data/store';
import { className } from '../../cloudfunctions/_server/roster/class-name';

const vault = createVault([['t1', Buffer.alloc(32, 7).toString('base64')]]);
const yu: Findable = { _id: 's-yu', name: '林小雨', className: '三(2)班', address: null, phones: [] };
const keysOf = (child: Partial<Findable>) => finding(vault, { ...yu, ...child }).keys;

/** As the database matches a condition on an array of texts. */
function holds(keys: readonly string[], condition: Condition): boolean {
  if (typeof condition === 'string') return keys.includes(condition);
  if (condition === null || typeof condition !== 'object') throw new Error('no condition on texts');
  if ('in' in condition) return condition.in.some((one) => keys.includes(one as string));
  if ('startsWith' in condition) return keys.some((key) => key.startsWith(condition.startsWith));
  throw new Error('a search has no such condition');
}
const finds = (q: string, child: Partial<Findable>): boolean =>
  queryKeys(vault, q).some((condition) => holds(keysOf(child), condition));

describe('a search', () => {
  it.each([
    '林',
    '林小',
    '林小雨',
    '小雨',
    '雨',
    ' 林 小雨 ',
    'lin',
    'LinXiaoYu',
    'lin xiao yu',
    'xiaoyu',
    'ｌｉｎ',
    'lxy',
    'LX',
    'xy',
  ])('finds a name by %s', (q) => {
    expect(finds(q, {})).toBe(true);
  });

  it.each(['雨林', 'xlin', 'yl', '王', 'w', '林小雨雨', '三(3)班', '402', '0001'])('does not find it by %s', (q) => {
    expect(finds(q, {})).toBe(false);
  });

  it.each([
    '三2',
    '三(2)班',
    '三（2）班',
    '三年级二班',
    '三年级2班',
    '三二班',
    '302',
    '３０２',
    '302班',
    '3.2',
    '3-2',
    '32',
    ' 三 (2) 班',
  ])('finds a class by %s', (q) => {
    expect(finds(q, {})).toBe(true);
    expect(finds(q, { className: '四(2)班' })).toBe(false);
    expect(finds(q, { className: '三(1)班' })).toBe(false);
  });

  it('finds a whole grade, and classes with two digits', () => {
    expect(finds('三年级', {})).toBe(true);
    expect(finds('三年级', { className: '二(3)班' })).toBe(false);
    expect(finds('三12', { className: '三(12)班' })).toBe(true);
    expect(finds('三1', { className: '三(12)班' })).toBe(false);
    expect(finds('高一(2)班', { className: '高一(2)班' })).toBe(true);
    expect(finds('初一', { className: '七(2)班' })).toBe(true);
  });

  it.each([
    ['单小雨', ['shan', 'sxy', 'dan']],
    ['曾乐', ['zengle', 'zengyue', 'zy', 'zl']],
    ['解小雨', ['xie', 'jie']],
    ['仇英', ['qiu']],
    ['区小明', ['ou']],
    ['覃重', ['qin', 'tan', 'chong', 'zhong']],
    ['欧阳娜', ['ouyangna', 'oyn']],
    ['尉迟恭', ['yuchi', 'ycg']],
    ['吕绿', ['lv', 'lu']],
    ['阿卜杜拉·买买提', ['abudula', '阿卜杜拉买买提', '买买提', 'maimaiti']],
  ] as const)('finds %s as its name is read, and as a stranger would read it', (name, typed) => {
    for (const q of typed) expect(finds(q, { name }), q).toBe(true);
  });

  it('finds by the last four digits of a phone, whole numbers too, and by no others', () => {
    const phones = ['13800001234', '08551234567'];
    for (const q of ['1234', '4567', '13800001234', '138 0000 1234']) expect(finds(q, { phones }), q).toBe(true);
    for (const q of ['0000', '1380', '123', '234', '1235']) expect(finds(q, { phones }), q).toBe(false);
  });

  it.each(['石板', '石板村', '桃树', '桃树组'])('finds by the village: %s', (q) => {
    expect(finds(q, { address: '桐木县青山镇石板村桃树组' })).toBe(true);
    expect(finds(q, { address: '青山镇大湾村' })).toBe(false);
  });

  it('asks for nothing where nothing was typed', () => {
    for (const q of ['', '  ', '#', '·', '　']) expect(queryKeys(vault, q)).toEqual([]);
  });

  it('cannot probe what is hashed', () => {
    const [hash = ''] = keysOf({ phones: ['13800001234'] }).filter((key) => key.startsWith('#'));
    expect(hash).not.toBe('');
    for (const q of ['#', hash, hash.slice(0, 4)])
      expect(finds(q, { name: '王', phones: ['13800001234'] }), q).toBe(false);
  });

  it('still finds what was hashed under the key before', () => {
    const old = ['t0', Buffer.alloc(32, 3).toString('base64')] as const;
    const child = finding(createVault([old]), { ...yu, phones: ['13800001234'], address: '石板村' });
    const both = createVault([['t1', Buffer.alloc(32, 7).toString('base64')], old]);
    for (const q of ['1234', '石板村'])
      expect(
        queryKeys(both, q).some((condition) => holds(child.keys, condition)),
        q,
      ).toBe(true);
  });
});

const HAN = [...'林小雨海花军山明丽娟涛强芳敏静磊洋勇艳杰秀王李张刘陈杨单曾解乐重行'];
const name = fc.array(fc.constantFrom(...HAN), { minLength: 2, maxLength: 4 }).map((signs) => signs.join(''));
const grade = fc.integer({ min: 1, max: 12 });
const classNo = fc.integer({ min: 1, max: 20 });
const phone = fc.integer({ min: 0, max: 999_999_999 }).map((n) => `13${String(n).padStart(9, '0')}`);

describe('keys', () => {
  it('find each child by every beginning of its name, and of every end of it', () => {
    fc.assert(
      fc.property(name, fc.nat(3), fc.integer({ min: 1, max: 4 }), (whole, from, length) => {
        const part = [...whole]
          .slice(from % [...whole].length)
          .slice(0, length)
          .join('');
        expect(finds(part, { name: whole })).toBe(true);
      }),
    );
  });

  it('find each class in every spelling, and no other class', () => {
    fc.assert(
      fc.property(grade, classNo, classNo, (g, n, other) => {
        const mine = className(g, n);
        for (const q of [
          mine,
          mine.replace('(', '（').replace(')', '）'),
          `${mine[0]}年级${n}班`,
          `${g}${String(n).padStart(2, '0')}`,
        ]) {
          if (q.includes('年级') && g > 9) continue;
          expect(finds(q, { className: mine }), q).toBe(true);
          if (other !== n) expect(finds(q, { className: className(g, other) }), q).toBe(false);
        }
      }),
    );
  });

  it('hold no phone and no village in plain', () => {
    fc.assert(
      fc.property(phone, (number) => {
        const keys = keysOf({ phones: [number], address: '青山镇石板村' }).join('\n');
        expect(keys).not.toContain(number.slice(-4));
        expect(keys).not.toContain('石板');
        expect(finds(number.slice(-4), { phones: [number] })).toBe(true);
      }),
    );
  });

  it('are few, each once, and never empty', () => {
    fc.assert(
      fc.property(name, (whole) => {
        const keys = keysOf({ name: whole });
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys).not.toContain('');
        expect(keys.length).toBeLessThan(100);
      }),
    );
  });

  it('are the same however the name is spaced and dotted', () => {
    expect(keysOf({ name: '林 小雨' })).toEqual(keysOf({}));
    expect(keysOf({ name: '阿卜杜拉•买买提' })).toEqual(keysOf({ name: '阿卜杜拉·买买提' }));
  });

  it('leave what no search can break', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (q) => {
        for (const condition of queryKeys(vault, q)) expect(typeof holds(keysOf({}), condition)).toBe('boolean');
      }),
    );
  });
});

describe('the order', () => {
  const orderOf = (child: Partial<Findable>) => finding(vault, { ...yu, ...child }).order;

  it('goes by class as schools count them, then by the sound of the name, and tells any two apart', () => {
    fc.assert(
      fc.property(grade, classNo, grade, classNo, (g1, n1, g2, n2) => {
        const before =
          orderOf({ className: className(g1, n1), _id: 'a' }) < orderOf({ className: className(g2, n2), _id: 'b' });
        expect(before).toBe(g1 * 100 + n1 <= g2 * 100 + n2);
      }),
    );
    expect(orderOf({ name: '安小雨' }) < orderOf({ name: '白小雨' })).toBe(true);
    expect(orderOf({ _id: 'a' })).not.toBe(orderOf({ _id: 'b' }));
    // It begins a page of the list, and the contract takes 120 characters.
    expect(orderOf({ name: '双'.repeat(30), _id: 'x'.repeat(45) }).length).toBeLessThanOrEqual(120);
  });
});

describe('places of an address', () => {
  it.each([
    ['大湾村', ['大湾']],
    ['桐木县青山镇石板村三组', ['石板']],
    ['桐木县青山镇石板村李家湾3组', ['石板', '李家湾']],
    ['石板村桃树组', ['石板', '桃树']],
    ['李家湾12号', ['李家湾']],
    ['柳树屯', ['柳树']],
    ['白石寨', ['白石']],
    ['石寨村', ['石寨']],
    ['新市镇古镇村第三村民小组', ['古镇']],
    ['城关镇阳光社区', ['阳光']],
    ['城关镇东街社区居委会', ['东街']],
    ['贵州省黔东南苗族侗族自治州桐木县青山镇石板村村民委员会桃树组', ['石板', '桃树']],
    ['松树村 3 组', ['松树']],
    ['三组', []],
    ['浙江省宁波市北仑区', []],
    ['', []],
    [null, []],
  ] as const)('%s', (address, places) => {
    expect(placesOf(address)).toEqual(places);
  });

  const VILLAGE = fc.constantFrom('大湾', '石板', '石寨', '古镇', '柳树', '李家湾', '东乡', '新村', '十八洞');
  const KIND = fc.constantFrom('村', '屯', '社区');
  it('names a village wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', '青山镇', '桐木县青山镇', '贵州省桐木县城关街道'),
        VILLAGE,
        KIND,
        fc.constantFrom('', '三组', '12号', ' 4 组', '第二村民小组'),
        (before, village, kind, after) => {
          expect(placesOf(before + village + kind + after)).toContain(village);
        },
      ),
    );
  });
});
