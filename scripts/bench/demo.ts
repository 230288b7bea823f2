import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { castOf, DEMO_BEGINS } from '../../local/demo/cast';
import { untilQuiet } from '../../local/demo/operator';
import { settleDemo } from '../../local/demo/settle';
import { startWorld, type World } from '../../local/world';

/** The settled demo school in a folder of its own, made by whichever group asks first and shared by those that follow. */
export class Demo {
  private readonly dir = mkdtempSync(join(tmpdir(), 'bench-demo-'));
  private world: World | undefined;

  /** The world at work; its timers stand still, so that nothing is counted but what was asked for. */
  async awake(): Promise<World> {
    if (!this.world) {
      this.world = await startWorld({ dir: this.dir, firstNow: DEMO_BEGINS, personas: castOf(this.dir) });
      this.world.cloud.timers.stop();
      await settleDemo(this.world, this.dir);
      await untilQuiet(this.world);
    }
    return this.world;
  }

  /** The folder of the settled world that nobody has open. */
  async asleep(): Promise<string> {
    await this.awake();
    await this.close();
    return this.dir;
  }

  async remove(): Promise<void> {
    await this.close();
    rmSync(this.dir, { recursive: true, force: true });
  }

  private async close(): Promise<void> {
    await this.world?.close();
    this.world = undefined;
  }
}
