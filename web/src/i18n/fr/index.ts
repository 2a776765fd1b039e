import { documents } from './documents';
import { insight } from './insight';
import { shell } from './shell';
import { words } from './words';

export const fr = { ...shell, ...documents, ...insight, words };
