import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Delivery, Persona } from '../../local/ports';
import { ROOT } from '../../scripts/paths';

const dir = mkdtempSync(join(tmpdir(), 'demo-'));
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

/** What the command prints until it says that it is ready, or ends. */
function start(...args: string[]): Promise<{ readonly said: string; readonly stop: () => Promise<void> }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'local/start.ts', '--port', '0', '--dir', dir, ...args], {
    cwd: ROOT,
  });
  running.add(child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    running.delete(child);
  };
  return new Promise((resolve) => {
    let said = '';
    const hear = (text: Buffer) => {
      said += text;
      if (/^ready /m.test(said)) resolve({ said, stop });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void ended.then(() => resolve({ said, stop }));
  });
}

const kept = () => ['cast.json', 'clock.json', 'field-keys.txt'].map((file) => readFileSync(join(dir, file), 'utf8'));
const READY = /^ready (http:\/\/127\.0\.0\.1:\d+)$/m;

it('settles the demo school, finds it again after a restart, and begins anew when asked', {
  timeout: 360_000,
}, async () => {
  const first = await start();
  const [, url] = READY.exec(first.said) ?? [];
  expect(url, first.said).toBeDefined();
  expect(await (await fetch(`${url}/`)).text()).toContain('亲情连线');
  const codes = JSON.parse(kept()[0] ?? '') as { codes: { newcomer?: string } };
  expect(codes.codes.newcomer).toMatch(/^\d{9}$/);
  const { personas, deliveries } = (await (await fetch(`${url}/api/state`)).json()) as {
    readonly personas: readonly Persona[];
    readonly deliveries: readonly Delivery[];
  };
  const grandpa = personas.find(({ key }) => key === 'grandpa');
  expect(deliveries.some(({ way, to }) => way === 'sms' && to === grandpa?.phoneNumber)).toBe(true);
  expect((await start()).said).toContain('已经有一个在运行了');
  const before = kept();
  await first.stop();

  const again = await start();
  expect(again.said).toMatch(READY);
  expect(kept()).toEqual(before);
  await again.stop();

  const fresh = await start('--fresh');
  expect(fresh.said).toMatch(READY);
  expect(kept()[2]).not.toBe(before[2]);
  await fresh.stop();
});
