/**
 * The subscription templates that the product sends, by what they are for. The ids are those of the Mini Program's
 * console and so differ from account to account, and so do the numbers of their fields: a deployment names its own in
 * `TEMPLATES` (`kind:id/field/field/field,…`, the fields in the order in which they are declared here).
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
export type DeployedTemplates = Readonly<Record<TemplateKind, DeployedTemplate>>;

/** Kind → template, with the deployment's own ids and fields over the declared ones. */
export function deployedTemplates(own: Partial<Record<string, string>> = {}): DeployedTemplates {
  const deployed = TEMPLATES.map(({ kind, id, fields }) => {
    const [ownId = id, ...ownFields] = own[kind]?.split('/') ?? [];
    const names = Object.keys(fields).map((field, i) => [field, ownFields[i] ?? field] as const);
    return [kind, { id: ownId, fields: Object.fromEntries(names) }] as const;
  });
  return Object.fromEntries(deployed) as DeployedTemplates;
}

/** A message's data under the console's names. */
export const inFieldsOf = (
  { fields }: DeployedTemplate,
  data: Readonly<Record<string, string>>,
): Record<string, string> =>
  Object.fromEntries(Object.entries(data).map(([field, value]) => [fields[field] ?? field, value]));
