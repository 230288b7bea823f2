import { LARGEST_TYPE } from '../../support/phone';
import { look } from '../../support/screens';
import type { Week } from '../week/week';
import { LIST, openFile } from './1-find';

/** Step 4: purpose by purpose, in words; what the mother refuses stands in the file as what must not be done. */
export async function askMother(week: Week): Promise<void> {
  const mother = await week.take('mother');
  await mother.tap(/几件事，想先问问您$/);
  await mother.see(/^.+的这几件事，您说了算$/);
  await look(mother, 'files-4-asked');
  await mother.tap(mother.shown.getByText('同意', { exact: true }).filter({ visible: true }).first());
  await mother.see('家里同意了，学校可以做');
  await mother.shown.locator('.t-button--disabled').first().waitFor({ state: 'detached' });
  await mother.tap(mother.shown.getByText('不同意', { exact: true }).filter({ visible: true }).nth(1));
  await mother.see('家里不同意，学校不做');
  const large = await week.take('mother', { fontScale: LARGEST_TYPE, page: 'features/family/pages/consents/index' });
  await large.see(/您说了算$/);
  await look(large, 'files-4-asked', LARGEST_TYPE);

  const office = await week.take('head', { size: 'pc', page: LIST });
  await openFile(office, 'wusiqi', '吴思琪');
  await office.see('可以', '不可以');
  await look(office, 'files-4-file');
}
