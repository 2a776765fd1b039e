import type { Shape } from '../shape';
import type { fr } from '../fr';
import { documents } from './documents';
import { entry } from './entry';
import { insight } from './insight';
import { portal } from './portal';
import { shell } from './shell';
import { words } from './words';

export const en = { ...shell, ...documents, ...entry, ...insight, ...portal, words } satisfies Shape<typeof fr>;
