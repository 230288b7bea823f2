import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { inject } from 'vitest';
import { type CastKey, castOf, DEMO_BEGINS, DEMO_NOW, openidOf } from '../../local/demo/cast';
import { untilQuiet } from '../../local/demo/operator';
import { type Stage, settleDemo } from '../../local/demo/settle';
import type { Delivery } from '../../local/ports';
import { KEYS_FILE, startWorld, type World } from '../../local/world';
import { type Day, instantOf, type Minute } from '../../miniprogram/shared/domain/calendar';
import { launchChromium } from './chromium';
import { Phone, type PhoneOptions } from './phone';

/** How often a suite looks whether the world that another one settles is ready, ms. */
const LOOKS_AGAIN = 200;

/** The whole product with a demo school in it, and a browser in which its people open their phones. */
export interface TestWorld {
  readonly world: World;
  readonly browser: Browser;
  /** A folder for this world alone; it goes away with it. */
  readonly dir: string;
  /** Opens somebody's phone. Each one has a storage of its own. */
  phone(who: CastKey, options?: PhoneOptions): Promise<Phone>;
  /** Moves the clock of the world, and waits until the timers that became due have run. */
  moveTo(day: Day, minute: Minute): Promise<void>;
  /** What WeChat brought to somebody's phone, newest first. */
  deliveredTo(who: CastKey): readonly Delivery[];
  close(): Promise<void>;
}

/** Starts a world in a temporary folder; the builds are those of the repository. `stage`: see `settleDemo`. */
export async function startTestWorld(stage: Stage): Promise<TestWorld> {
  const dir = mkdtempSync(join(tmpdir(), 'school-'));
  cpSync(await settled(stage), dir, { recursive: true });
  const world = await startWorld({ dir, firstNow: DEMO_BEGINS, personas: castOf(dir) });
  // Its clock went on while the copy lay there.
  world.clock.moveTo(DEMO_NOW);
  const browser = await launchChromium();
  return {
    world,
    browser,
    dir,
    phone: (who, options) => Phone.open(browser, world.url, who, options),
    async moveTo(day, minute) {
      world.clock.moveTo(instantOf(day, minute));
      await world.cloud.timers.runDue();
    },
    deliveredTo: (who) => world.wechat.deliveries().filter(({ to, errcode }) => to === openidOf(who) && errcode === 0),
    async close() {
      await browser.close();
      await world.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The folder of a settled world that nobody has open. The first suite of a run that asks for it settles it, the others wait. */
async function settled(stage: Stage): Promise<string> {
  const dir = join(inject('settledWorlds'), stage);
  const done = `${dir}.done`;
  if (mkdirSync(dir, { recursive: true }) === undefined) {
    while (!existsSync(done)) await setTimeout(LOOKS_AGAIN);
    return dir;
  }
  // Ids follow from the key, and from them who sits where and whom the plan gives what: the same in every run.
  writeFileSync(join(dir, KEYS_FILE), `test:${Buffer.alloc(32, 7).toString('base64')}`);
  const world = await startWorld({ dir, firstNow: DEMO_BEGINS, personas: castOf(dir) });
  await settleDemo(world, dir, stage);
  // A job that is cut short leaves messages of which nobody knows whether they arrived.
  await untilQuiet(world);
  await world.close();
  writeFileSync(done, '');
  return dir;
}
