/** What is chosen after a tap on `tapped`, in the order of the choices. */
export function toggled(
  choices: readonly { readonly value: string }[],
  chosen: readonly string[],
  tapped: string,
  { multiple, required }: { readonly multiple: boolean; readonly required: boolean },
): string[] {
  const wasOn = chosen.includes(tapped);
  if (wasOn && required && chosen.length === 1) return [...chosen];
  if (!multiple) return wasOn ? [] : [tapped];
  const next = wasOn ? chosen.filter((value) => value !== tapped) : [...chosen, tapped];
  return choices.map(({ value }) => value).filter((value) => next.includes(value));
}
