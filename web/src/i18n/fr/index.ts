import { documents } from './documents';
import { entry } from './entry';
import { insight } from './insight';
import { scanner } from './scanner';
import { shell } from './shell';
import { words } from './words';

export const fr = { ...shell, ...documents, ...entry, ...insight, ...scanner, words };
