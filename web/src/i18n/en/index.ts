import type { Shape } from '../shape';
import type { fr } from '../fr';
import { documents } from './documents';
import { entry } from './entry';
import { insight } from './insight';
import { scanner } from './scanner';
import { shell } from './shell';
import { words } from './words';

export const en = { ...shell, ...documents, ...entry, ...insight, ...scanner, words } satisfies Shape<typeof fr>;
