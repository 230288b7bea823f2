import type { Persona } from '../../ports';
import type { EntryWay } from '../phone-config';

/** A page that somebody opens on a phone, and how they come to it. */
export interface Entry {
  readonly page: string;
  readonly way: EntryWay;
}

/** Something that lies on the table and belongs to somebody. */
export interface Device {
  readonly persona: Persona;
  readonly element: HTMLElement;
  /** Shrinks it to a box, never beyond its true size. */
  fit(box: { readonly width: number; readonly height: number }): void;
  open(entry: Entry): void;
  moveClock(offset: number): void;
}

/** Shrinks a screen with its case to a box. */
export function shrink(
  screen: HTMLElement,
  { width, height }: { readonly width: number; readonly height: number },
  box: { readonly width: number; readonly height: number },
): void {
  const scale = Math.min(1, box.width / width, box.height / height);
  screen.style.transform = `scale(${scale})`;
  const around = screen.parentElement as HTMLElement;
  around.style.width = `${width * scale}px`;
  around.style.height = `${height * scale}px`;
}
