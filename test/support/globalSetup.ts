import { makeRunFolder } from './runFolder';

export = makeRunFolder;
