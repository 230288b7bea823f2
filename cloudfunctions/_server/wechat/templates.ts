/**
 * The subscription templates that the product sends, by what they are for. The ids are those of the Mini Program's
 * console and so differ from account to account, and so do the numbers of their fields: a deployment names its own in
 * `TEMPLATES` (`kind:id/field/field/field,…`, the fields in the order in which they are declared here; `kind+:…` for a
 * long-term one).
 */
export type TemplateKind = 'call' | 'notice' | 'contact';

export interface TemplateDeclaration {
  readonly kind: TemplateKind;
  /** The id used where no other is configured. */
  readonly id: string;
  readonly title: string;
  /** Field → what stands there; the field's name carries its type (thing ≤ 20 characters, time, phrase ≤ 5 …). */
  readonly fields: Readonly<Record<string, string>>;
}

export const TEMPLATES: readonly TemplateDeclaration[] = [
  {
    kind: 'call',
    id: 'local-template-call',
    title: '亲情通话提醒',
    fields: { time1: '通话时间', thing2: '通话地点', thing3: '提示' },
  },
  {
    kind: 'notice',
    id: 'local-template-notice',
    title: '学校通知提醒',
    fields: { thing1: '通知标题', thing2: '来自', thing3: '提示' },
  },
  {
    kind: 'contact',
    id: 'local-template-contact',
    title: '联系提醒',
    fields: { thing1: '提醒事项', thing2: '来自', thing3: '提示' },
  },
];

/** A template as this deployment has it: our names of the fields → the console's. */
export interface DeployedTemplate {
  readonly id: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The template of one subscription a message, and the long-term one where the account was given one. */
export interface DeployedPair extends DeployedTemplate {
  readonly lasting: DeployedTemplate | null;
}
export type DeployedTemplates = Readonly<Record<TemplateKind, DeployedPair>>;

/**
 * Kind → template, with the deployment's own ids and fields over the declared ones. `own` has them by kind, and the long-term
 * one by the kind with a plus (`notice+`); there is none unless the deployment names it.
 */
export function deployedTemplates(own: Partial<Record<string, string>> = {}): DeployedTemplates {
  const deployed = TEMPLATES.map(({ kind, id, fields }) => {
    const lasting = own[`${kind}+`];
    return [kind, { ...named(own[kind] ?? id, fields), lasting: lasting ? named(lasting, fields) : null }] as const;
  });
  return Object.fromEntries(deployed) as DeployedTemplates;
}

/** 'id/field/field' → a template whose fields, in the order in which they are declared, have these names; ours where none is told. */
function named(setting: string, declared: TemplateDeclaration['fields']): DeployedTemplate {
  const [id = '', ...own] = setting.split('/');
  return { id, fields: Object.fromEntries(Object.keys(declared).map((field, i) => [field, own[i] ?? field])) };
}

/**
 * The template with which a message leaves, or for which a family is asked. Where the school has long-term ones, theirs; but
 * whoever did not accept it yet and has single ones left is written to with those.
 * @param left how many of a template's messages the user may be sent
 */
export function templateFor(
  { lasting, ...single }: DeployedPair,
  { longTerm, left = () => 0 }: { readonly longTerm: boolean; readonly left?: (templateId: string) => number },
): DeployedTemplate {
  if (!longTerm || !lasting) return single;
  return left(lasting.id) === 0 && left(single.id) > 0 ? single : lasting;
}

/** A message's data under the console's names. */
export const inFieldsOf = (
  { fields }: DeployedTemplate,
  data: Readonly<Record<string, string>>,
): Record<string, string> =>
  Object.fromEntries(Object.entries(data).map(([field, value]) => [fields[field] ?? field, value]));
