import { onDrag } from '../ui/drag';
import { defineBuiltin, type Host } from './define';

/** `movable-area` and `movable-view`: the view follows the finger within its area. */
export function defineMovable(): void {
  defineBuiltin('movable-area', { properties: { scaleArea: Boolean } });
  defineBuiltin('movable-view', {
    properties: {
      direction: [String, 'none'],
      x: null,
      y: null,
      inertia: Boolean,
      outOfBounds: Boolean,
      damping: Number,
      friction: Number,
      disabled: Boolean,
      animation: [Boolean, true],
    },
    create: (host) => {
      const at = { x: 0, y: 0 };
      const place = (x: number, y: number, source: string) => {
        const { x: maxX, y: maxY } = room(host);
        at.x = Math.min(Math.max(0, x), maxX);
        at.y = Math.min(Math.max(0, y), maxY);
        host.element.style.transform = `translate(${at.x}px, ${at.y}px)`;
        host.trigger('change', { ...at, source });
      };
      let from = { ...at };
      onDrag(host.element, {
        start: () => {
          from = { ...at };
          return !host.get<boolean>('disabled') && host.get<string>('direction') !== 'none';
        },
        move: ({ dx, dy }) => {
          const direction = host.get<string>('direction');
          place(from.x + (direction === 'vertical' ? 0 : dx), from.y + (direction === 'horizontal' ? 0 : dy), 'touch');
          return true;
        },
        end: () => undefined,
      });
      return {
        changed: (name, value) => {
          if (name !== 'x' && name !== 'y') return;
          requestAnimationFrame(() => place(name === 'x' ? toPx(value) : at.x, name === 'y' ? toPx(value) : at.y, ''));
        },
      };
    },
  });
}

const toPx = (value: unknown): number => Number.parseFloat(String(value)) || 0;

function room({ element }: Host): { x: number; y: number } {
  const area = element.closest('wx-movable-area');
  return {
    x: Math.max(0, (area?.clientWidth ?? 0) - element.offsetWidth),
    y: Math.max(0, (area?.clientHeight ?? 0) - element.offsetHeight),
  };
}
