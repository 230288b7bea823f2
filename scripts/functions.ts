import type { FunctionDeclaration } from '../local/cloud/declarations';
import { readFunctions } from '../local/cloud/functions/declarations';
import { ROOT } from './paths';

/** The functions of this repository as `cloudbaserc.json` and their `config.json` deploy them, in the order of the file. */
export const deployedFunctions = (): FunctionDeclaration[] => readFunctions(ROOT);
