import { type EaselElement, type GeneralComponent, glassEasel } from '../framework/easel';
import { scripts } from '../framework/scripts';
import { behaviourOf, defineBuiltin } from './define';

/** `form` collects its named controls; `label` activates the control that belongs to it. */
export function defineForm(): void {
  defineBuiltin('form', { properties: { reportSubmit: Boolean, reportSubmitTimeout: Number } });
  defineBuiltin('label', {
    properties: { for: String },
    create: (host) => {
      host.element.addEventListener('click', (event) => {
        const target = controlOf(host.component, host.get<string>('for'));
        // a tap on the control itself has worked already
        const onControl = target?.getBackendElement() as unknown as HTMLElement | null;
        if (target !== undefined && onControl?.contains(event.target as Node) !== true)
          behaviourOf(target)?.activate?.();
      });
      return {};
    },
  });
}

function controlOf(label: GeneralComponent, id: string): GeneralComponent | undefined {
  if (id !== '') {
    const found = label.ownerShadowRoot?.querySelector(`#${id}`);
    return found && glassEasel.Component.isComponent(found) ? found : undefined;
  }
  let first: GeneralComponent | undefined;
  visit(label, (component) => {
    if (behaviourOf(component)?.activate !== undefined) first ??= component;
    return first === undefined;
  });
  return first;
}

/** The form that a button inside belongs to, also from within a component. */
export function formAround(element: EaselElement): GeneralComponent | undefined {
  for (let at: EaselElement | null = element; at !== null; at = at.getComposedParent()) {
    if (glassEasel.Component.isComponent(at) && at.is === 'wx/form') return at;
  }
  return undefined;
}

/** `submit` with the values by name. */
export function submitForm(form: GeneralComponent): void {
  form.triggerEvent('submit', { value: valuesOf(form) }, { bubbles: false });
}

/** Puts all controls back to where they began and fires `reset`. */
export function resetForm(form: GeneralComponent): void {
  visit(form, (component) => {
    behaviourOf(component)?.control?.reset();
    return true;
  });
  form.triggerEvent('reset', {}, { bubbles: false });
}

function valuesOf(form: GeneralComponent): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  visit(form, (component) => {
    const { name, value } = component.data as { name?: unknown; value?: unknown };
    const control = behaviourOf(component)?.control;
    if (typeof name !== 'string' || name === '') return true;
    if (control !== undefined) values[name] = control.value();
    else if (isFormField(component)) values[name] = value;
    return true;
  });
  return values;
}

const isFormField = (component: GeneralComponent): boolean =>
  component.hasBehavior((scripts.namedBehavior('wx://form-field') as { _$: never })._$);

const isFieldGroup = (component: GeneralComponent): boolean =>
  component.hasBehavior((scripts.namedBehavior('wx://form-field-group') as { _$: never })._$);

/**
 * Walks what was written inside an element. Insides of custom components are looked at only when
 * they are a `wx://form-field-group`; `each` answers false to stop.
 */
function visit(element: EaselElement, each: (component: GeneralComponent) => boolean): boolean {
  for (const child of element.childNodes) {
    if (!glassEasel.Element.isElement(child)) continue;
    if (glassEasel.Component.isComponent(child)) {
      if (!each(child)) return false;
      const inside = isFieldGroup(child) ? child.getShadowRoot() : null;
      if (inside !== null && !visit(inside, each)) return false;
    }
    if (!visit(child, each)) return false;
  }
  return true;
}
