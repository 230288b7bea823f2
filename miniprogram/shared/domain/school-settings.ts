import type { Minute } from './calendar';
import { overlaps } from './ranges';
import { firstCall } from './slots';

export interface Settings {
  readonly points: readonly { readonly id?: string | undefined; readonly name: string }[];
  readonly windows: readonly {
    readonly weekday: number;
    readonly from: Minute;
    readonly to: Minute;
    readonly for: string;
  }[];
  readonly slotMinutes: number;
}

export interface SettingsFault {
  /** Where, e.g. `windows.2`. */
  readonly field: string;
  readonly rule: 'unknown' | 'same_name' | 'same_point' | 'backwards' | 'too_short' | 'overlap';
}

/** The first thing that is wrong with a school's points and hours, or `undefined`. `known` are the ids of the points it has. */
export function settingsFault(settings: Settings, known: readonly string[]): SettingsFault | undefined {
  return pointFault(settings, known) ?? windowFault(settings);
}

function pointFault({ points }: Settings, known: readonly string[]): SettingsFault | undefined {
  for (const [i, point] of points.entries()) {
    const before = points.slice(0, i);
    const field = `points.${i}`;
    if (point.id !== undefined && !known.includes(point.id)) return { field, rule: 'unknown' };
    if (point.id !== undefined && before.some(({ id }) => id === point.id)) return { field, rule: 'same_point' };
    if (before.some(({ name }) => name === point.name)) return { field, rule: 'same_name' };
  }
  return undefined;
}

/** Windows of the same weekday for the same pupils must not overlap, or one point would offer two calls at a time. */
function windowFault({ windows, slotMinutes }: Settings): SettingsFault | undefined {
  for (const [i, window] of windows.entries()) {
    const field = `windows.${i}`;
    if (window.from >= window.to) return { field, rule: 'backwards' };
    if (window.to - firstCall(window.from) < slotMinutes) return { field, rule: 'too_short' };
    const clash = windows
      .slice(0, i)
      .some((w) => w.weekday === window.weekday && w.for === window.for && overlaps(w, window));
    if (clash) return { field, rule: 'overlap' };
  }
  return undefined;
}
