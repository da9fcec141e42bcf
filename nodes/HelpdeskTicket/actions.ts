import type { DeskAction } from '../common/deskAction';
import { addComment } from './actions/addComment';
import { assign } from './actions/assign';
import { changeFields } from './actions/changeFields';
import { changesSince } from './actions/changesSince';
import { close, reopen } from './actions/close';
import { get } from './actions/get';
import { merge } from './actions/merge';
import { remove } from './actions/remove';
import { search } from './actions/search';

/** By name, as the panel lists them. */
export const ACTIONS: readonly DeskAction[] = [addComment, assign, changeFields, close, remove, get, changesSince, search, merge, reopen];
