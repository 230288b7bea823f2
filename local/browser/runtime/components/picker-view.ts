import { type EaselElement, type GeneralComponent, glassEasel } from '../framework/easel';
import { translateInlineUnits } from '../framework/units';
import { Wheel } from '../ui/wheel';
import { behaviourOf, defineBuiltin, type Host } from './define';

const DEFAULT_ITEM_PX = 34;
const columns = new WeakMap<GeneralComponent, Wheel>();

/** `picker-view` with its columns: wheels that a page fills itself. */
export function definePickerView(): void {
  defineBuiltin('picker-view-column', {
    create: (host) => {
      let wheel: Wheel | undefined;
      return {
        attached: () => {
          const scroller = host.element.querySelector<HTMLElement>('wx-wheel');
          if (scroller === null) return;
          const itemHeight = () => (scroller.firstElementChild as HTMLElement | null)?.offsetHeight || DEFAULT_ITEM_PX;
          wheel = new Wheel(scroller, itemHeight, () => changedIn(host));
          columns.set(host.component, wheel);
          scroller.style.setProperty('--items', 'auto');
        },
      };
    },
  });
  defineBuiltin('picker-view', {
    properties: {
      value: null,
      indicatorStyle: String,
      indicatorClass: String,
      maskStyle: String,
      maskClass: String,
      immediateChange: Boolean,
    },
    create: (host) => {
      const indicator = document.createElement('div');
      indicator.className = 'picker-view-indicator';
      host.element.append(indicator);
      const place = () => {
        const value = (host.get<number[] | null>('value') ?? []) as number[];
        wheelsIn(host).forEach((wheel, index) => {
          wheel.moveTo(value[index] ?? 0);
        });
      };
      return {
        attached: () => requestAnimationFrame(place),
        changed: (name, value) => {
          if (name === 'value') requestAnimationFrame(place);
          if (name === 'indicatorStyle') indicator.setAttribute('style', translateInlineUnits(String(value)));
        },
        control: { value: () => wheelsIn(host).map(({ index }) => index), reset: place },
      };
    },
  });
}

function wheelsIn(host: Host): Wheel[] {
  const found: Wheel[] = [];
  const visit = (element: EaselElement) => {
    for (const child of element.childNodes) {
      if (!glassEasel.Element.isElement(child)) continue;
      const wheel = glassEasel.Component.isComponent(child) ? columns.get(child) : undefined;
      if (wheel !== undefined) found.push(wheel);
      else visit(child);
    }
  };
  visit(host.component);
  return found;
}

function changedIn(column: Host): void {
  for (let at: EaselElement | null = column.component; at !== null; at = at.getComposedParent()) {
    if (!glassEasel.Component.isComponent(at) || at.is !== 'wx/picker-view') continue;
    const value = behaviourOf(at)?.control?.value();
    at.setData({ value });
    at.triggerEvent('change', { value }, { bubbles: false });
    return;
  }
}
