import { documents } from './documents';
import { entry } from './entry';
import { insight } from './insight';
import { shell } from './shell';
import { shipping } from './shipping';
import { words } from './words';

export const fr = { ...shell, ...documents, ...entry, ...insight, ...shipping, words };
