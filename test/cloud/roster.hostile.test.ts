import { describe, expect, it } from 'vitest';
import { understand } from '../../cloudfunctions/_server/roster/understand';
import { readWorkbook } from '../../cloudfunctions/_server/roster/workbook';
import { AppError } from '../../miniprogram/shared/errors/catalogue';
import { errorText } from '../../miniprogram/shared/text/zh';
import { HOSTILE } from '../support/roster-corpus/hostile';
import { TODAY } from '../support/roster-corpus/roster-file';

/** What a function has left beside its own 100 MB, and more than a person waits for a refusal. */
const MEMORY_MB = 300;
const CPU_SECONDS = 6;

const seconds = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1e6;

async function answerTo(bytes: Uint8Array, fileName: string) {
  try {
    understand(await readWorkbook(bytes, fileName), { today: TODAY });
    return 'read';
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe('roster.unreadable');
    expect(errorText(error.code, error.details)).toMatch(/请|最多/);
    return String(error.details?.problem);
  }
}

describe('a file that means harm', () => {
  it.each(HOSTILE.map((file) => [file.name, file] as const))(
    '%s',
    async (_, { bytes, fileName = '名册.xlsx', answer }) => {
      const file = bytes();
      const before = process.cpuUsage();
      const heap = process.memoryUsage().rss;
      expect(await answerTo(file, fileName)).toBe(answer);
      const cpu = seconds(process.cpuUsage(before));
      const grown = (process.memoryUsage().rss - heap) / 1e6;
      if (process.env.MEASURE)
        console.info(`${cpu.toFixed(2)} s ${grown.toFixed(0)} MB ${(file.length / 1e6).toFixed(2)} MB file`);
      expect(cpu).toBeLessThan(CPU_SECONDS);
      expect(grown).toBeLessThan(MEMORY_MB);
    },
    60_000,
  );
});
