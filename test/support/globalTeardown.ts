import { removeRunFolder } from './runFolder';

export = removeRunFolder;
