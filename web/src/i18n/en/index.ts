import type { Shape } from '../shape';
import type { fr } from '../fr';
import { documents } from './documents';
import { insight } from './insight';
import { shell } from './shell';
import { words } from './words';

export const en = { ...shell, ...documents, ...insight, words } satisfies Shape<typeof fr>;
