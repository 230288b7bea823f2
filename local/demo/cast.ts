import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import type { Persona } from '../ports';

/** The demo's school year begins here: the roster is handed in, and the ledger begins to count. */
export const DEMO_BEGINS = instantOf('2026-09-01', 9 * 60);
/** Where the demo stands when it is opened for the first time: a Tuesday before lunch, with calls today and a duty teacher. */
export const DEMO_NOW = instantOf('2026-11-24', 11 * 60 + 30);

/** Who the cast are to the school; `settle.ts` binds each to this person. */
export const CAST_KEYS = [
  'father',
  'granny',
  'mother',
  'father2',
  'newcomer',
  'grandpa',
  'neighbour',
  'teacher',
  'duty',
  'counsellor',
  'volunteer',
  'head',
  'bureau',
  'tablet',
] as const;
export type CastKey = (typeof CAST_KEYS)[number];

export const openidOf = (key: CastKey): string => `demo-${key}`;

interface Part extends Pick<Persona, 'title' | 'about'>, Partial<Pick<Persona, 'device' | 'fontScale'>> {}

const PARTS: Readonly<Record<CastKey, Part>> = {
  father: { title: '夜班爸爸', about: '林建国，在东莞上夜班，女儿小雨在三(2)班。给小雨约一次通话，写一封信。' },
  granny: {
    title: '不识字的奶奶',
    about: '王桂兰，带着小雨，字要大，靠听。老师录了一段话，她还没听。',
    fontScale: 1.3,
  },
  mother: { title: '离异妈妈', about: '周敏，两个孩子在两个班。看看两个孩子各是什么时候通的话。' },
  father2: { title: '另一位爸爸', about: '孙志勇，也上夜班，也想要那个时间。' },
  newcomer: { title: '还没绑定的妈妈', about: '陈秀芳，小雨的妈妈，刚拿到联系卡。用邀请码或者手机号绑定。' },
  grandpa: {
    title: '只有老人机的爷爷',
    about: '李福田，带着雨欣。没有微信，学校的话用短信和电话告诉他。',
    device: 'plain',
  },
  neighbour: { title: '开小卖部的邻居', about: '没有绑定任何人。扫一扫纸条上的码，告诉学校话带到了。' },
  teacher: { title: '班主任', about: '三(2)班班主任。看看谁最久没联系，家长会还有谁没听到，发一条通知，写一次家访。' },
  duty: { title: '今天的值日老师', about: '在留守儿童之家值日，照看今天的通话。', device: 'tablet' },
  counsellor: { title: '心理老师', about: '看看通话以后哪些孩子不高兴。' },
  volunteer: { title: '爱心妈妈', about: '村里的志愿者，陪着小雨。看得到该陪她的日子，写一次陪伴。从业查询快到期了。' },
  head: {
    title: '校长',
    about: '看全校哪里还有缺口，有一条通知等他看，导入名册，印联系卡，查谁看过档案。',
    device: 'desktop',
  },
  bureau: { title: '县教育局', about: '只看得到数字，看不到一个名字。', device: 'desktop' },
  tablet: {
    title: '通话平板',
    about: '放在留守儿童之家的平板，孩子通完话点一张脸，看信、写信。小雨的三个图案是猫、太阳、星星。',
    device: 'tablet',
  },
};

/** What `settle.ts` leaves for the shell: numbers of the cast's phones, and the code of the one who is not bound yet. */
export interface CastFacts {
  readonly phones: Partial<Record<CastKey, string>>;
  readonly codes: Partial<Record<CastKey, string>>;
}
export const factsFile = (dir: string): string => join(dir, 'cast.json');

/** The cast as the shell lists it; phones and codes appear once the demo is settled. */
export function castOf(dir: string): () => readonly Persona[] {
  return () => {
    const file = factsFile(dir);
    const facts: CastFacts = existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as CastFacts)
      : { phones: {}, codes: {} };
    return CAST_KEYS.map((key) => {
      const { title, about, device = 'phone', fontScale = 1 } = PARTS[key];
      const phoneNumber = facts.phones[key];
      const code = facts.codes[key];
      return {
        key,
        openid: openidOf(key),
        title,
        about,
        device,
        fontScale,
        ...(phoneNumber && { phoneNumber }),
        ...(code && { code }),
      };
    });
  };
}
