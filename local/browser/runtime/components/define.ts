import { BUILTIN_TEMPLATES, type BuiltinTag, builtinPath } from '../../builtins';
import { playAnimation } from '../framework/animation';
import { asComponent, codeSpace, componentSpace, type GeneralComponent, glassEasel } from '../framework/easel';
import { scripts } from '../framework/scripts';

type PropertyType = StringConstructor | NumberConstructor | BooleanConstructor | null;

/** Name → type, or type and default. `null` takes anything. */
export type Properties = Readonly<Record<string, PropertyType | readonly [PropertyType, unknown]>>;

/** A control in a form: WeChat's `form` collects it under its `name`. */
export interface FormControl {
  value(): unknown;
  reset(): void;
}

/** What a built-in component does beyond showing its children. */
export interface Behaviour {
  /** A property changed; also called once for each at the start, after `create`. */
  changed?(name: string, value: unknown): void;
  attached?(): void;
  detached?(): void;
  /** A label that belongs to it was tapped. */
  activate?(): void;
  readonly control?: FormControl;
}

/** The side of a built-in component that its behaviour works with. */
export class Host {
  constructor(
    readonly component: GeneralComponent,
    readonly element: HTMLElement,
  ) {}

  /** Current value of a property. */
  get<T>(name: string): T {
    return (this.component.data as Record<string, unknown>)[name] as T;
  }

  /** Changes a property from inside, e.g. the value that was typed; `model:` bindings follow. */
  set(values: Record<string, unknown>): void {
    this.component.setData(values);
  }

  /** An event to the page, e.g. `change` with `{ value }`. Those of forms and inputs do not bubble. */
  trigger(name: string, detail: unknown = {}): void {
    this.component.triggerEvent(name, detail, { bubbles: false, composed: false });
  }

  /** An event that bubbles through the page. */
  triggerBubbling(name: string, detail: unknown = {}): void {
    this.component.triggerEvent(name, detail, { bubbles: true, composed: true });
  }
}

export interface BuiltinDefinition {
  readonly properties?: Properties;
  /** Properties that CSS selects by: written to the element as attributes. */
  readonly attributes?: readonly string[];
  readonly create?: (host: Host) => Behaviour;
}

/** Properties of every built-in; those for screen readers go to the attributes that browsers know. */
const COMMON: Properties = {
  hidden: Boolean,
  animation: null,
  hoverClass: String,
  hoverStopPropagation: Boolean,
  hoverStartTime: null,
  hoverStayTime: null,
};

const ARIA = [
  'role',
  'label',
  'hidden',
  'live',
  'checked',
  'disabled',
  'expanded',
  'selected',
  'modal',
  'describedby',
  'labelledby',
  'valuenow',
  'valuemin',
  'valuemax',
  'valuetext',
  'roledescription',
  'controls',
  'atomic',
  'required',
];
const ariaProperty = (name: string) => `aria${name[0]?.toUpperCase()}${name.slice(1)}`;
const ARIA_ATTRIBUTES = new Map(ARIA.map((name) => [ariaProperty(name), name === 'role' ? 'role' : `aria-${name}`]));

const dashed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const behaviours = new WeakMap<GeneralComponent, Behaviour>();

/** What a built-in does, for forms and labels around it. */
export const behaviourOf = (component: GeneralComponent): Behaviour | undefined => behaviours.get(component);

/** Registers a built-in component under its tag. */
export function defineBuiltin(tag: BuiltinTag, definition: BuiltinDefinition = {}): void {
  const properties: Properties = {
    ...COMMON,
    ...Object.fromEntries([...ARIA_ATTRIBUTES.keys()].map((name) => [name, null])),
    ...definition.properties,
  };
  const template = BUILTIN_TEMPLATES[tag] === undefined ? undefined : codeSpace.getCompiledTemplate(builtinPath(tag));
  const attributes = new Set(definition.attributes);
  const apply = (host: Host, name: string, value: unknown) => {
    applyCommon(host, name, value);
    if (attributes.has(name)) writeAttribute(host.element, dashed(name), value);
    behaviours.get(host.component)?.changed?.(name, value);
  };
  const hosts = new WeakMap<GeneralComponent, Host>();
  const component = componentSpace.defineComponent({
    is: builtinPath(tag),
    options: { hostNodeTagName: `wx-${tag}`, styleScope: glassEasel.StyleScopeManager.globalScope() },
    properties: Object.fromEntries(Object.entries(properties).map(([name, type]) => [name, propertyOf(type)])),
    observers: Object.keys(properties).map((name) => ({
      fields: name,
      observer(this: unknown, value: unknown) {
        const host = hosts.get(asComponent(this));
        if (host !== undefined) apply(host, name, value);
      },
    })),
    ...(template === undefined ? {} : { template }),
    lifetimes: {
      created() {
        const self = asComponent(this);
        const host = new Host(self, self.getBackendElement() as unknown as HTMLElement);
        const behaviour = definition.create?.(host);
        if (behaviour !== undefined) behaviours.set(self, behaviour);
        hosts.set(self, host);
        for (const name of Object.keys(properties)) {
          const value = host.get(name);
          if (value !== null && value !== undefined) apply(host, name, value);
        }
      },
      attached() {
        behaviours.get(asComponent(this))?.attached?.();
      },
      detached() {
        behaviours.get(asComponent(this))?.detached?.();
      },
    },
  } as never);
  componentSpace.setGlobalUsingComponent(tag, component as never);
}

const DEFAULTS = new Map<PropertyType, unknown>([
  [String, ''],
  [Number, 0],
  [Boolean, false],
  [null, null],
]);

function propertyOf(type: Properties[string]): { type: PropertyType; value: unknown } {
  const [kind, value] = Array.isArray(type) ? type : [type, DEFAULTS.get(type as PropertyType)];
  return { type: kind as PropertyType, value };
}

function applyCommon({ element }: Host, name: string, value: unknown): void {
  if (name === 'hidden') element.hidden = value === true;
  else if (name === 'animation') playAnimation(element, value);
  else {
    const attribute = ARIA_ATTRIBUTES.get(name);
    // WeChat's `aria-hidden` without a value means yes
    if (attribute !== undefined) writeAttribute(element, attribute, attribute === 'role' ? value : ariaText(value));
  }
}

const ariaText = (value: unknown): unknown => (typeof value === 'boolean' ? String(value) : value);

function writeAttribute(element: HTMLElement, name: string, value: unknown): void {
  if (value === false || value === null || value === undefined || value === '') element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}

/** Path of the page that a component is in, for relative paths of pictures. */
export const pagePathOf = (element: HTMLElement): string =>
  element.closest<HTMLElement>('wx-page')?.dataset.page ?? scripts.manifest.pages[0] ?? '';
