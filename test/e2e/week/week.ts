import type { CastKey } from '../../../local/demo/cast';
import { DEMO_NOW } from '../../../local/demo/cast';
import type { Stage } from '../../../local/demo/settle';
import { addDays, dayOf } from '../../../miniprogram/shared/domain/calendar';
import type { Phone, PhoneOptions } from '../../support/phone';
import { startTestWorld, type TestWorld } from '../../support/world';

/** The Tuesday on which the week begins. */
export const TUESDAY = dayOf(DEMO_NOW);
/** A day of the week that is clicked through, counted from that Tuesday. */
export const dayAfter = (days: number): string => addDays(TUESDAY, days);
/** How long a test waits for what the school's servers do by themselves. */
export const PATIENT = { timeout: 15_000, interval: 100 } as const;
/** Minutes since midnight. */
export const at = (hour: number, minute = 0): number => hour * 60 + minute;

/** The children whom the week is about, and the classes in which they sit. */
export const XIAOYU = { name: '林小雨', className: '三(2)班' } as const;
export const RIVAL = { name: '孙浩然', className: '三(4)班' } as const;
/** One of the two children of the divorced mother. */
export const SIBLING = { name: '赵一鸣', className: '四(1)班' } as const;

/** One week at one school: each step finds what the steps before it left. */
export interface Week extends TestWorld {
  /** Codes as they stand on the printed cards: 「父亲 林建国」 → nine digits. */
  readonly codes: Map<string, string>;
  /** Takes up somebody's phone until the step is over: the same one as in the steps before, with what it has stored. */
  take(who: CastKey, options?: PhoneOptions): Promise<Phone>;
  /** Ends a step: puts the phones down. Answers what their pages complained of. */
  putDown(): Promise<string[]>;
  /** Pictures of all phones that are in a hand, for whoever looks for what went wrong. */
  shootAll(name: string): Promise<void>;
}

/** `stage`: a school that was only founded, or one in the middle of its term. */
export async function beginWeek(stage: Stage = 'founded'): Promise<Week> {
  const world = await startTestWorld(stage);
  const phones = new Map<string, Phone>();
  return {
    ...world,
    codes: new Map(),
    async take(who, options = {}) {
      const { page, ...device } = options;
      const key = JSON.stringify([who, device]);
      const known = phones.get(key);
      if (known) await known.start(page);
      else phones.set(key, await world.phone(who, options));
      return phones.get(key) as Phone;
    },
    async shootAll(name) {
      for (const phone of phones.values()) if (phone.isOn) await phone.shoot(name, `${phone.who}-${phone.size}`);
    },
    async putDown() {
      const all = [...phones.values()];
      await Promise.all(all.map((phone) => phone.kill()));
      return all.flatMap(({ who, faults }) => faults.splice(0).map((fault) => `${who}: ${fault}`));
    },
  };
}
