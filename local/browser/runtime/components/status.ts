import { element } from '../ui/dom';
import { defineBuiltin } from './define';

/** WeChat's icons as masks and their colours. */
const ICON_COLORS: Record<string, string> = {
  success: '#07c160',
  success_no_circle: '#07c160',
  info: '#10aeff',
  warn: '#f76260',
  waiting: '#10aeff',
  cancel: '#f43530',
  download: '#07c160',
  search: '#b2b2b2',
  clear: '#b2b2b2',
};

const asLength = (value: unknown): string => (/^\d+(\.\d+)?$/.test(String(value)) ? `${value}px` : String(value));

/** `icon` and `progress`: they only show. */
export function defineStatus(): void {
  defineBuiltin('icon', {
    properties: { type: String, size: [null, 23], color: String },
    attributes: ['type'],
    create: (host) => ({
      changed(name, value) {
        if (name === 'size') host.element.style.setProperty('--icon-size', asLength(value));
        const color = host.get<string>('color') || ICON_COLORS[host.get<string>('type')];
        if (color !== undefined) host.element.style.color = color;
      },
    }),
  });
  defineBuiltin('progress', {
    properties: {
      percent: Number,
      showInfo: Boolean,
      strokeWidth: [null, 6],
      activeColor: [String, '#09bb07'],
      color: String,
      backgroundColor: [String, '#ebebeb'],
      active: Boolean,
      duration: [Number, 30],
      borderRadius: [null, 0],
    },
    create: (host) => {
      const bar = element('i');
      const track = element('span', { class: 'progress-track' }, bar);
      const info = element('em');
      host.element.setAttribute('role', 'progressbar');
      host.element.append(track, info);
      const draw = () => {
        const percent = Math.min(100, Math.max(0, host.get<number>('percent')));
        bar.style.width = `${percent}%`;
        bar.style.background = host.get<string>('color') || host.get<string>('activeColor');
        bar.style.transition = host.get<boolean>('active') ? `width ${host.get<number>('duration') * percent}ms` : '';
        track.style.height = asLength(host.get('strokeWidth'));
        track.style.background = host.get<string>('backgroundColor');
        track.style.borderRadius = asLength(host.get('borderRadius'));
        info.textContent = host.get<boolean>('showInfo') ? `${percent}%` : '';
        host.element.setAttribute('aria-valuenow', String(percent));
      };
      return { changed: draw, attached: draw };
    },
  });
}
